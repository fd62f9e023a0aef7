import Table from 'cli-table3';
import pc from 'picocolors';
import type { CheckResult } from './run-checks';
import { duration } from './report-html';

const MARKS = { passed: pc.green('✓'), failed: pc.red('✗'), skipped: pc.yellow('-') } as const;
const NOTE_WIDTH = 60;

/** The checks as a table for a terminal. */
export function renderCheckTable(checks: readonly CheckResult[]): string {
  const table = new Table({
    head: ['', 'check', 'took', 'remark'],
    style: { head: ['dim'], border: ['dim'], compact: true },
    colWidths: [3, null, null, NOTE_WIDTH],
    wordWrap: true,
  });
  for (const { status, name, durationMs, note } of checks) {
    table.push([MARKS[status], name, { content: duration(durationMs), hAlign: 'right' }, note]);
  }
  return table.toString();
}
