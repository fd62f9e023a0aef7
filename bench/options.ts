import { parseArgs } from 'node:util';
import { FairleadError } from '@fairlead/runtime';

export interface BenchOptions {
  /** Which cases; empty for all. */
  readonly names: readonly string[];
  readonly runs: number;
  /** Measure on a busy machine, too. */
  readonly anyway: boolean;
  /** Only say which cases there are. */
  readonly list: boolean;
}

const DEFAULT_RUNS = 5;

export const USAGE = 'npm run bench -- [<case>...] [--runs <count>] [--anyway] [--list]';

/** @throws FairleadError `USAGE`. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parse(args);
  const runs = values.runs === undefined ? DEFAULT_RUNS : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw usage(`--runs takes a whole number from 1, got ${JSON.stringify(values.runs)}`);
  return { names: positionals, runs, anyway: values.anyway, list: values.list };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { runs: { type: 'string' }, anyway: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
    });
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

export function usage(message: string, cause?: unknown): FairleadError {
  return new FairleadError({ code: 'USAGE', message, next: [USAGE], cause });
}
