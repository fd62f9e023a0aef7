import { FairleadError } from '@fairlead/runtime';
import { finding, lookAtAll, type Check } from '../../src/doctor/finding';

const fine: Check = { name: 'fine', look: async () => [finding('fine', 'ok', 'yes')] };

it('keeps the order, and shows the others when one fails or hangs', async () => {
  const failing: Check = { name: 'failing', look: () => Promise.reject(new FairleadError({ code: 'X', message: 'it is broken', details: ['because'], next: ['mend it'] })) };
  const stumbling: Check = { name: 'stumbling', look: () => Promise.reject(new TypeError('x is undefined')) };
  const hanging: Check = { name: 'hanging', look: () => new Promise(() => undefined) };
  const silent: Check = { name: 'silent', look: async () => [] };
  await expect(lookAtAll([failing, hanging, stumbling, silent, fine], 20)).resolves.toEqual([
    { name: 'failing', state: 'bad', detail: 'it is broken (because)', next: ['mend it'] },
    { name: 'hanging', state: 'bad', detail: 'no answer within 0.02 s', next: [] },
    { name: 'stumbling', state: 'bad', detail: 'x is undefined', next: [] },
    { name: 'fine', state: 'ok', detail: 'yes', next: [] },
  ]);
});

it('looks at everything at once', async () => {
  const started: string[] = [];
  const waiting = (name: string, until: number): Check => ({
    name,
    look: async () => {
      started.push(name);
      // Neither goes on before both have begun.
      while (started.length < until) await new Promise((resolve) => setImmediate(resolve));
      return [];
    },
  });
  await expect(lookAtAll([waiting('one', 2), waiting('two', 2)])).resolves.toEqual([]);
});
