import fc from 'fast-check';
import { createPatience, type ReleaseSight } from '../../src/tunnel/patience';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

test.each<[ReleaseSight, number, string]>([
  ['gone', 60 * SECOND, 'the release was removed'],
  ['no-cluster', 15 * SECOND, 'the cluster was removed'],
  ['unreachable', HOUR, 'the cluster has not answered for an hour'],
])('a release that is %s is given up after %i ms', (sight, patienceMs, reason) => {
  const { judge } = createPatience();

  expect(judge('there', 0)).toBeUndefined();
  expect(judge(sight, 5_000)).toBeUndefined();
  expect(judge(sight, 5_000 + patienceMs - 1)).toBeUndefined();
  expect(judge(sight, 5_000 + patienceMs)).toBe(reason);
});

test('a release behind another cluster than the pinned one is given up at once', () => {
  expect(createPatience().judge('other-cluster', 5_000)).toMatch(/leads to another cluster/);
});

test('a release that comes back is never given up, however often it went', () => {
  const sights = fc.array(fc.constantFrom<ReleaseSight>('gone', 'no-cluster', 'unreachable'), { maxLength: 50 });
  fc.assert(
    fc.property(sights, (absences) => {
      const { judge } = createPatience();
      let now = 0;
      for (const absence of absences) {
        expect(judge(absence, (now += 10 * SECOND))).toBeUndefined();
        expect(judge('there', (now += HOUR))).toBeUndefined();
      }
    }),
  );
});
