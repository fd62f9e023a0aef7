import type { Progress, Runner } from '@fairlead/runtime';
import type { Row } from './figure';

/** What a case works with. */
export interface Bench {
  /** Folder of the repository. */
  readonly root: string;
  /** How often each thing is measured. */
  readonly runs: number;
  readonly progress: Progress;
  /** Starts tools; they are ended when the bench is interrupted. */
  readonly run: Runner;
  readonly signal: AbortSignal;
  /** What several cases need, made when it is first asked for. */
  readonly fixtures: Fixtures;
}

/** Something that takes time to make, and must not stay. */
export interface Fixture<Value> {
  readonly name: string;
  make(bench: Bench): Promise<Made<Value>>;
}

export interface Made<Value> {
  readonly value: Value;
  /** Leaves nothing behind. */
  remove(): Promise<void>;
}

export interface Fixtures {
  get<Value>(fixture: Fixture<Value>): Promise<Value>;
}

/** One case of `npm run bench`. Adding one is a file in `cases/` and a line in `registry.ts`. */
export interface BenchCase {
  /** What a person types, e.g. `edit`. */
  readonly name: string;
  readonly title: string;
  /** @throws NotMeasured when this machine cannot do it. */
  run(bench: Bench): Promise<readonly Row[]>;
}
