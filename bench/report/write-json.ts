import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../core/figure';
import type { CaseResult } from '../core/perform';
import { summarize } from '../core/statistics';
import type { Conditions } from '../machine/conditions';
import type { MachineFacts } from '../machine/facts';

export interface Record {
  readonly startedAt: Date;
  readonly machine: MachineFacts;
  readonly conditions: { readonly before: Conditions; readonly after: Conditions };
  readonly results: readonly CaseResult[];
}

/** Writes `dist/bench/<time>.json`, all of it or nothing. @returns its path, relative to `root`. */
export function writeRecord(root: string, { startedAt, machine, conditions, results }: Record): string {
  const cases = results.map(({ rows, ...rest }) => ({ ...rest, rows: rows.map((row) => (isMissing(row) ? row : { ...row, ...summarize(row.values) })) }));
  const folder = join('dist', 'bench');
  const path = join(folder, `${startedAt.toISOString().replaceAll(':', '-').slice(0, 19)}Z.json`);
  mkdirSync(join(root, folder), { recursive: true });
  const unfinished = join(root, `${path}.${process.pid}`);
  writeFileSync(unfinished, `${JSON.stringify({ version: 1, startedAt, machine, conditions, cases }, null, 2)}\n`);
  renameSync(unfinished, join(root, path));
  return path;
}
