import type { V1Pod } from '@kubernetes/client-node';
import fc from 'fast-check';
import { createPodFinder, readyPodNames } from '../../src/tunnel/ready-pods';

function pod(name: string, ready: 'True' | 'False' | undefined, leaving = false): V1Pod {
  return {
    metadata: { name, ...(leaving ? { deletionTimestamp: new Date() } : {}) },
    status: { conditions: ready ? [{ type: 'Ready', status: ready }] : [] },
  };
}

test('only pods that are ready and stay take traffic', () => {
  const pods = [pod('a', 'True'), pod('b', 'False'), pod('c', undefined), pod('d', 'True', true), {}];

  expect(readyPodNames(pods)).toEqual(['a']);
});

test('connections are spread over all ready pods', async () => {
  const find = createPodFinder(async () => [pod('a', 'True'), pod('b', 'True')]);

  const picked = [await find(new Set()), await find(new Set()), await find(new Set())];

  expect(picked).toEqual(['a', 'b', 'a']);
});

test('a pod that failed is avoided while another is ready, and tried again when none is', async () => {
  const find = createPodFinder(async () => [pod('a', 'True'), pod('b', 'True')]);

  expect(await find(new Set(['a']))).toBe('b');
  expect(['a', 'b']).toContain(await find(new Set(['a', 'b'])));
});

test('a burst of connections asks the cluster once', async () => {
  let asked = 0;
  const find = createPodFinder(async () => (asked++, [pod('a', 'True')]));

  await Promise.all(Array.from({ length: 20 }, () => find(new Set())));

  expect(asked).toBe(1);
});

test('whatever is avoided, a pod that is not ready is never picked', async () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(names, names, names, async (ready, unready, avoid) => {
      const pods = [...ready.map((name) => pod(name, 'True')), ...unready.filter((name) => !ready.includes(name)).map((name) => pod(name, 'False'))];

      const picked = await createPodFinder(async () => pods)(new Set(avoid));

      if (ready.length === 0) expect(picked).toBeUndefined();
      else expect(ready).toContain(picked);
    }),
  );
});
