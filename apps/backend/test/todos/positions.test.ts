import fc from 'fast-check';
import { freePlaces, placeBetween, placesAfter } from '../../src/todos/positions';

describe('freePlaces', () => {
  it('gives each place once, none that is taken, and the wanted one where it is free', () => {
    const places = placesAfter(null, 30);
    const some = fc.subarray(places);
    fc.assert(
      fc.property(some, fc.shuffledSubarray(places), (taken, wanted) => {
        const given = freePlaces(wanted, taken);
        expect(new Set([...given, ...taken]).size).toBe(given.length + taken.length);
        for (const [index, place] of given.entries()) {
          const want = wanted[index] ?? '';
          if (!taken.includes(want)) expect(place).toBe(want);
          expect(place >= want).toBe(true);
          // Behind the wanted one, and before the next that there was.
          const next = [...taken, ...wanted].sort().find((one) => one > want);
          if (next !== undefined) expect(place < next).toBe(true);
        }
      }),
    );
  });

  it('finds ten thousand places at once, all of them taken', () => {
    const places = placesAfter(null, 10_000);
    const given = freePlaces(places, places);
    expect(new Set([...given, ...places]).size).toBe(20_000);
    expect([...given].sort()).toEqual(given);
  });
});

describe('placeBetween', () => {
  it('is between, however often it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (sides) => {
        let [lower, upper] = placesAfter(null, 2) as [string, string];
        for (const isLower of sides) {
          const place = placeBetween(lower, upper);
          expect(lower < place && place < upper).toBe(true);
          if (isLower) lower = place;
          else upper = place;
        }
      }),
    );
  });
});
