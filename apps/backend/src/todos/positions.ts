import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/** Places for `count` todos, after the last one. Places sort bytewise. */
export function placesAfter(last: string | null, count: number): string[] {
  return generateNKeysBetween(last, null, count);
}

/** A place between two others; null means the beginning or the end. @throws Error when they are not in that order. */
export function placeBetween(lower: string | null, upper: string | null): string {
  return generateKeyBetween(lower, upper);
}

/** For each wanted place itself, or the next free one behind it where it is taken. No place is wanted twice. */
export function freePlaces(wanted: readonly string[], taken: readonly string[]): string[] {
  const isTaken = new Set(taken);
  // Those that get what they want go first: nobody else is given their place.
  const used = [...taken, ...wanted.filter((place) => !isTaken.has(place))].sort();
  return wanted.map((place) => {
    if (!isTaken.has(place)) return place;
    const at = indexOf(used, place);
    const free = placeBetween(place, used[at + 1] ?? null);
    used.splice(at + 1, 0, free);
    return free;
  });
}

/** Where a place is in an ordered list. */
function indexOf(places: readonly string[], place: string): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? '') < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
