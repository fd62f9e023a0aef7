import { stripVTControlCharacters } from 'node:util';
import { renderCheckTable } from '../../src/verify/check-table';
import type { CheckResult } from '../../src/verify/run-checks';

function result(name: string, more: Partial<CheckResult> = {}): CheckResult {
  return { name, status: 'passed', startedAt: '', durationMs: 412, note: 'fine', evidence: [], ...more };
}

test.each([80, 120, 200])('it fits a terminal of %i columns, whatever there is to say', (columns) => {
  const long = 'word '.repeat(60);
  const table = stripVTControlCharacters(renderCheckTable([result('short'), result(long, { status: 'failed', note: long })], columns));

  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
});

test('each check has its mark, its duration and its remark in one line', () => {
  const table = stripVTControlCharacters(renderCheckTable([result('the page loads'), result('chat', { status: 'failed', note: '503' }), result('rest', { status: 'skipped', note: 'needs: chat' })]));

  expect(table.split('\n').slice(1).map((line) => line.trim().split(/\s{2,}/))).toEqual([
    ['✓', 'the page loads', '412 ms', 'fine'],
    ['✗', 'chat', '412 ms', '503'],
    ['-', 'rest', '412 ms', 'needs: chat'],
  ]);
});
