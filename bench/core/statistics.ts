import type { Figure } from './figure';

/** The middle value; of an even number, the mean of the two in the middle. @throws RangeError when there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper;
  if (upper === undefined || lower === undefined) throw new RangeError('there is no median of nothing');
  return (lower + upper) / 2;
}

export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function summarize(values: readonly number[]): Summary {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/**
 * How often `right` fits into `left`, within each run. Both values of a run were taken under the same load, so that
 * the median of their ratios says more than the ratio of the medians.
 * @throws RangeError when the two were not measured equally often.
 */
export function ratio(left: Pick<Figure, 'what' | 'values'>, right: Pick<Figure, 'what' | 'values'>, aim?: number): Figure {
  if (left.values.length !== right.values.length) throw new RangeError(`${left.what} and ${right.what} are not of the same runs`);
  return {
    what: `${left.what} : ${right.what}`,
    unit: 'x',
    values: left.values.map((value, run) => value / (right.values[run] ?? Number.NaN)),
    ...(aim === undefined ? {} : { aim }),
  };
}
