import { FairleadError } from '@fairlead/runtime';
import type { Bench, BenchCase } from './bench';
import { NotMeasured, type Missing, type Row } from './figure';

export interface CaseResult {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly seconds: number;
}

/** Measures one case. Never throws: a case that breaks becomes a row that says so, and the others go on. */
export async function perform(benchCase: BenchCase, bench: Bench): Promise<CaseResult> {
  const { name, title } = benchCase;
  const start = performance.now();
  const step = bench.progress.step(title);
  const rows = await benchCase.run(bench).catch((error: unknown): readonly Row[] => [bench.signal.aborted ? { what: title, why: 'interrupted' } : missing(title, error)]);
  if (rows.some((row) => 'failed' in row)) step.fail();
  else step.done();
  return { name, title, rows, seconds: (performance.now() - start) / 1000 };
}

/** Why something was not measured, as a row. */
export function missing(what: string, error: unknown): Missing {
  if (error instanceof NotMeasured) return { what, why: error.message };
  const details = error instanceof FairleadError ? error.details.slice(-3) : [];
  const message = error instanceof Error ? error.message : String(error);
  return { what, why: [message, ...details].join('; '), failed: true };
}
