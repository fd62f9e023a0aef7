import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { criticalPath, readPhases, recordPhase, reportFolder, withPhase, type Phase } from '../../src/verify/timeline';

const START = Date.parse('2026-11-24T10:00:00.000Z');

function phase(name: string, fromS: number, toS: number, cached = false): Phase {
  const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();
  return { name, startedAt: at(fromS), endedAt: at(toS), cached };
}

function root(): string {
  return mkdtempSync(join(tmpdir(), 'timeline-'));
}

test('phases come back oldest first, from the latest run only', () => {
  const place = root();
  const earlier = [phase('helm-package', 0, 1), phase('image-store', 0, 2), phase('deploy', 2, 9), phase('verify', 9, 20)];
  const latest = [phase('image-store', 100, 101, true), phase('deploy', 101, 105), phase('verify', 105, 110)];
  for (const one of [...earlier, ...latest]) recordPhase(place, 'local', one);

  expect(readPhases(place, 'local')).toEqual(latest);
  expect(readPhases(place, 'other')).toEqual([]);
});

test('a release that is verified again keeps the phases that led to it', () => {
  const place = root();
  for (const one of [phase('deploy', -50, -40), phase('deploy', 0, 5), phase('verify', 5, 9), phase('verify', 7200, 7210)]) recordPhase(place, 'local', one);

  expect(readPhases(place, 'local')).toEqual([phase('deploy', 0, 5), phase('verify', 7200, 7210)]);
});

test('damaged lines are left out', () => {
  const place = root();
  recordPhase(place, 'local', phase('verify', 0, 10));
  appendFileSync(join(reportFolder(place, 'local'), 'timeline.jsonl'), '{"name":"half a li');

  expect(readPhases(place, 'local').map(({ name }) => name)).toEqual(['verify']);
});

test('noting a phase never fails', () => {
  const place = root();
  writeFileSync(join(place, 'dist'), 'a file where a folder should be');

  expect(() => recordPhase(place, 'local', phase('deploy', 0, 1))).not.toThrow();
});

test('work is noted with whether it was cached, and when it fails', async () => {
  const at = { root: root(), environment: 'local' };
  await withPhase({ ...at, name: 'build' }, async () => 'there', (result) => result === 'there');
  await withPhase({ ...at, name: 'deploy' }, () => Promise.reject(new Error('no'))).catch(() => undefined);

  expect(readPhases(at.root, 'local').map(({ name, cached }) => [name, cached])).toEqual([['build', true], ['deploy', false]]);
});

test('the critical path leaves out what ran beside something longer', () => {
  const phases = [phase('image-store', 0, 3), phase('helm-package', 0, 1), phase('backend', 3, 6), phase('deploy', 6, 12), phase('verify', 12, 20)];

  expect(criticalPath(phases)).toEqual(['image-store', 'backend', 'deploy', 'verify']);
});

test('a critical path ends with what ended last and never overlaps itself', () => {
  const spans = fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 500 })), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(spans, (drawn) => {
      const phases = drawn.map(([from, length], index) => phase(String(index), from, from + length));
      const path = criticalPath(phases).map((name) => phases[Number(name)]!);

      expect(Date.parse(path.at(-1)!.endedAt)).toBe(Math.max(...phases.map(({ endedAt }) => Date.parse(endedAt))));
      path.slice(1).forEach((next, index) => expect(Date.parse(next.startedAt)).toBeGreaterThanOrEqual(Date.parse(path[index]!.endedAt) - 50));
    }),
  );
});
