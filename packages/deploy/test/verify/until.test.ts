import { createUntil } from '../../src/verify/until';

const until = createUntil(new AbortController().signal);

test('it returns what the first good attempt returned', async () => {
  let attempts = 0;
  const value = await until('it works', () => (++attempts < 3 ? Promise.reject(new TypeError('not a network error')) : 'done'), { everyMs: 1 });

  expect(value).toBe('done');
  expect(attempts).toBe(3);
});

test('it names the wish and the last failure when time is up', async () => {
  const failure = until('the list comes back', () => Promise.reject(new Error('503')), { timeoutMs: 60, everyMs: 10 });

  await expect(failure).rejects.toThrow('the list comes back: not within 0.06 s; the last attempt: 503');
});

test('it ends with its signal', async () => {
  const over = new AbortController();
  const waiting = createUntil(over.signal)('never', () => Promise.reject(new Error('no')), { everyMs: 5 });
  over.abort();

  await expect(waiting).rejects.toThrow('never');
});
