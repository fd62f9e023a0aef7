import fc from 'fast-check';
import { createSlots } from '../../src/limits/slots';
import { sharedStore, type AddHits } from '../../src/limits/shared-store';

/** The shared counter, in memory. */
function createCounter(): AddHits {
  const counters = new Map<string, number>();
  return async (key, { hits, windowMs }) => {
    const sum = (counters.get(key) ?? 0) + hits;
    counters.set(key, sum);
    await Promise.resolve();
    return { hits: sum, endsInMs: windowMs };
  };
}

describe('the shared store', () => {
  it('A8: lets no more through than the limit, over all replicas, in whatever order they are asked', async () => {
    const replicas = fc.integer({ min: 1, max: 5 });
    const limit = fc.integer({ min: 1, max: 200 });
    await fc.assert(
      fc.asyncProperty(
        replicas,
        limit,
        fc.array(fc.nat(), { minLength: 250, maxLength: 400 }),
        async (count, max, asked) => {
          const addHits = createCounter();
          const stores = Array.from({ length: count }, () => new (sharedStore(addHits))({}));
          const passed = await Promise.all(
            asked.map(
              (n) =>
                new Promise<boolean>((resolve, reject) =>
                  stores[n % count]?.incr(
                    'key',
                    (error, result) => (error ? reject(error) : resolve((result?.current ?? 0) <= max)),
                    60_000,
                    max,
                  ),
                ),
            ),
          );
          const through = passed.filter(Boolean).length;
          expect(through).toBeLessThanOrEqual(max);
          // A replica may hold the last few that it took.
          const held = count * Math.max(1, Math.floor(max / 20));
          expect(through).toBeGreaterThanOrEqual(
            Math.min(max, Math.min(...countEach(asked, count)) === 0 ? 0 : max - held),
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});

function countEach(asked: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, replica) => asked.filter((n) => n % count === replica).length);
}

describe('slots', () => {
  it('A9: are as many as said for each owner, and free again once, however often they are given back', () => {
    const slots = createSlots(2);
    const [first, second] = [slots.tryTake('a'), slots.tryTake('a')];
    expect([typeof first, typeof second, slots.tryTake('a')]).toEqual(['function', 'function', undefined]);
    expect(slots.tryTake('b')).toBeDefined();
    first?.();
    first?.();
    expect(slots.tryTake('a')).toBeDefined();
    expect(slots.tryTake('a')).toBeUndefined();
  });
});
