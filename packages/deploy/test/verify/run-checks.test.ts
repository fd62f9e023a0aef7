import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../../src/verify/check';
import { CheckFailure, CheckSkipped } from '../../src/verify/check-outcome';
import { runChecks, type CheckResult } from '../../src/verify/run-checks';

type Work = (signal: AbortSignal) => Promise<string | void>;

function check(name: string, work: Work, more: Partial<Check> = {}): Check & { readonly work: Work } {
  return { name, run: () => Promise.reject(new Error('perform runs it')), work, ...more };
}

async function results(checks: readonly (Check & { readonly work: Work })[], signal = new AbortController().signal): Promise<readonly CheckResult[]> {
  return runChecks({
    checks,
    signal,
    perform: (one, scope) => checks.find(({ name }) => name === one.name)!.work(scope),
    evidence: () => ['what was seen'],
    onStart: () => undefined,
    onEnd: () => undefined,
  });
}

test('all checks run, also after one that failed', async () => {
  const [a, b, c] = await results([
    check('a', async () => 'fine'),
    check('b', async () => Promise.reject(new CheckFailure('broken', ['its own evidence']))),
    check('c', async () => undefined),
  ]);

  expect(a).toMatchObject({ status: 'passed', note: 'fine', evidence: [] });
  expect(b).toMatchObject({ status: 'failed', note: 'broken', evidence: ['its own evidence', 'what was seen'] });
  expect(c).toMatchObject({ status: 'passed', note: '' });
});

test('a long message is a line and evidence, without colours', async () => {
  const [only] = await results([check('only', async () => Promise.reject(new Error('\u001b[31mfirst\u001b[39m\n\n  second')))]);

  expect(only).toMatchObject({ note: 'first', evidence: ['  second', 'what was seen'] });
});

test('a check is skipped when what it needs did not pass, and so on along the chain', async () => {
  const never: Work = () => Promise.reject(new Error('must not run'));
  const [, second, third] = await results([
    check('first', async () => Promise.reject(new Error('no'))),
    check('second', never, { needs: ['first'] }),
    check('third', never, { needs: ['second'] }),
  ]);

  expect(second).toMatchObject({ status: 'skipped', note: 'needs: first' });
  expect(third).toMatchObject({ status: 'skipped', note: 'needs: second' });
});

test('a check may find that it cannot be run here', async () => {
  const [only] = await results([check('only', async () => Promise.reject(new CheckSkipped('no browser')))]);

  expect(only).toMatchObject({ status: 'skipped', note: 'no browser' });
});

test('a check that does not end is cut off, is told so, and holds up nobody', async () => {
  let told = false;
  const deaf = check('deaf', (signal) => new Promise(() => signal.addEventListener('abort', () => (told = true))), { timeoutMs: 50 });

  const [late, next] = await results([deaf, check('next', async () => undefined)]);

  expect(late).toMatchObject({ status: 'failed', note: 'not done within 0.05 s' });
  expect(told).toBe(true);
  expect(next?.status).toBe('passed');
});

test('an interruption ends the current check and skips the rest', async () => {
  const interruption = new AbortController();
  const [a, b] = await results(
    [
      check('a', async (signal) => {
        setTimeout(() => interruption.abort(), 20);
        await sleep(10_000, undefined, { signal }).catch(() => new Promise(() => undefined));
      }),
      check('b', () => Promise.reject(new Error('must not run'))),
    ],
    interruption.signal,
  );

  expect(a).toMatchObject({ status: 'skipped', note: 'the run was interrupted' });
  expect(b).toMatchObject({ status: 'skipped', note: 'the run was interrupted' });
});
