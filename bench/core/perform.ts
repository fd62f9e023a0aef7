import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FairleadError, ToolError } from '@fairlead/runtime';
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
  const rows = await benchCase.run(bench).catch((error: unknown): readonly Row[] => [failure(benchCase, bench, error)]);
  if (rows.some((row) => 'failed' in row)) step.fail();
  else step.done();
  return { name, title, rows, seconds: (performance.now() - start) / 1000 };
}

function failure({ name, title }: BenchCase, { signal, root }: Bench, error: unknown): Missing {
  if (signal.aborted) return { what: title, why: 'interrupted' };
  const row = missing(title, error);
  return error instanceof ToolError ? { ...row, why: `${row.why}; all of it: ${keepOutput(root, name, error)}` } : row;
}

/** What the tool said, since the end of it seldom tells why. @returns where it is, relative to `root`. */
function keepOutput(root: string, name: string, { file, args, result }: ToolError): string {
  const path = join('dist', 'bench', `${name}-failed.log`);
  mkdirSync(join(root, 'dist', 'bench'), { recursive: true });
  writeFileSync(join(root, path), `${[file, ...args].join(' ')}\n\n${result.stdout ?? ''}\n${result.stderr ?? ''}\n`);
  return path;
}

/** Why something was not measured, as a row. */
export function missing(what: string, error: unknown): Missing {
  if (error instanceof NotMeasured) return { what, why: error.message };
  const details = error instanceof FairleadError ? error.details.slice(-3) : [];
  const message = error instanceof Error ? error.message : String(error);
  return { what, why: [message, ...details].join('; '), failed: true };
}
