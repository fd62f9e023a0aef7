import fc from 'fast-check';
import { median, ratio, summarize } from '../../core/statistics';

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 40 });

it('as many values are at most the median as are at least it', () => {
  fc.assert(
    fc.property(values, (all) => {
      const middle = median(all);
      expect(all.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(all.length);
      expect(all.filter((value) => value >= middle).length * 2).toBeGreaterThanOrEqual(all.length);
    }),
  );
});

it('the median does not depend on the order, and takes the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  fc.assert(fc.property(values, (all) => expect(median(all.toReversed())).toBe(median(all))));
});

it('numbers are sorted as numbers, and what is given stays as it was', () => {
  const given = [10, 9, 100];
  expect(summarize(given)).toEqual({ median: 10, least: 9, most: 100 });
  expect(given).toEqual([10, 9, 100]);
});

it('nothing has no median', () => {
  expect(() => median([])).toThrow(RangeError);
});

it('a ratio is taken within each run, so that one slow moment of the machine does not change it', () => {
  const quiet = { what: 'deploy', values: [2, 2, 20] };
  const other = { what: 'chain', values: [1, 1, 10] };
  expect(ratio(quiet, other, 3)).toEqual({ what: 'deploy : chain', unit: 'x', values: [2, 2, 2], aim: 3 });
});

it('values of different runs have no ratio', () => {
  expect(() => ratio({ what: 'a', values: [1, 2] }, { what: 'b', values: [1] })).toThrow('not of the same runs');
});
