import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/** Places for `count` todos, after the last one. Places sort bytewise. */
export function placesAfter(last: string | null, count: number): string[] {
  return generateNKeysBetween(last, null, count);
}

/** A place between two others; null means the beginning or the end. @throws Error when they are not in that order. */
export function placeBetween(lower: string | null, upper: string | null): string {
  return generateKeyBetween(lower, upper);
}
