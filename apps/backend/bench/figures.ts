/** One thing that was measured; a value for each run. */
export interface Figure {
  readonly what: string;
  readonly unit: 's' | 'ms' | 'MB' | 'kB' | 'x' | 'count';
  readonly values: readonly number[];
  /** What the median should not exceed. */
  readonly aim?: number;
  readonly remark?: string;
}

export interface BenchOptions {
  readonly root: string;
  readonly runs: number;
  readonly signal: AbortSignal;
}

export interface BenchCase {
  readonly name: string;
  readonly title: string;
  run(bench: BenchOptions): Promise<Figure[]>;
}
