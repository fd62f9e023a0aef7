import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MachineFacts } from '../../machine/facts';
import { writeRecord } from '../../report/write-json';

it('the record holds every value beside its summary, the machine, and what is missing', () => {
  const root = mkdtempSync(join(tmpdir(), 'fairlead-bench-test-'));
  try {
    const quiet = { load: [0, 0, 0], busy: [] };
    const machine = { cores: 2, commit: 'abc1234' } as MachineFacts;
    const rows = [{ what: 'up', unit: 's', values: [3, 1, 2] }, { what: 'slim', why: 'no registry' }] as const;
    const path = writeRecord(root, { startedAt: new Date('2026-01-02T03:04:05Z'), machine, conditions: { before: quiet, after: quiet }, results: [{ name: 'cluster', title: 'Cluster', seconds: 6, rows }] });
    expect(path).toBe('dist/bench/2026-01-02T03-04-05Z.json');
    expect(JSON.parse(readFileSync(join(root, path), 'utf8'))).toEqual({
      version: 1,
      startedAt: '2026-01-02T03:04:05.000Z',
      machine,
      conditions: { before: quiet, after: quiet },
      cases: [{ name: 'cluster', title: 'Cluster', seconds: 6, rows: [{ what: 'up', unit: 's', values: [3, 1, 2], median: 2, least: 1, most: 3 }, rows[1]] }],
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
