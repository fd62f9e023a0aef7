import { colors } from '@fairlead/runtime';
import Table from 'cli-table3';
import type { CheckResult } from './run-checks';
import { duration } from './report-html';

const MARKS = { passed: colors.green('✓'), failed: colors.red('✗'), skipped: colors.yellow('-') } as const;
const BORDERLESS = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '',
};
const NARROWEST = 80;
// Mark, duration and the space between columns.
const OTHERS = 20;

/** The checks as a table that fits a terminal of this many columns. */
export function renderCheckTable(checks: readonly CheckResult[], columns = 120): string {
  const room = Math.max(NARROWEST, columns) - OTHERS;
  const longest = Math.max(...checks.map(({ name }) => name.length), 0) + 2;
  const nameWidth = Math.min(longest, Math.ceil(room * 0.55));
  const table = new Table({
    chars: BORDERLESS,
    head: ['', 'CHECK', 'TOOK', 'REMARK'],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colWidths: [3, nameWidth, 11, room - nameWidth],
    wordWrap: true,
  });
  for (const { status, name, durationMs, note } of checks) {
    table.push([MARKS[status], name, { content: duration(durationMs), hAlign: 'right' }, note]);
  }
  return table.toString();
}
