import { expect, test } from '@jest/globals';
import { afterTasks, inOrder, isUnderWay } from '../../../src/shared/lib/in-order';

test('tasks of one key follow each other, also after a failure; other keys do not wait', async () => {
  const log: string[] = [];
  const task = (name: string, fails = false) => async (): Promise<string> => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    if (fails) throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled([inOrder('x', task('one', true)), inOrder('x', task('two')), inOrder('y', task('other'))]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(log.indexOf('two begins')).toBeGreaterThan(log.indexOf('one ends'));
  expect(log.indexOf('other begins')).toBeLessThan(log.indexOf('one ends'));
});

test('what waits for tasks comes after all that were begun, failed or not; without any, at once', async () => {
  const log: string[] = [];
  afterTasks(['a'], () => log.push('nothing to wait for'));
  expect(log).toEqual(['nothing to wait for']);
  const first = inOrder('a', async () => void log.push('first'));
  const second = inOrder('a', () => Promise.reject(new Error('second')));
  await new Promise<void>((resolve) => {
    afterTasks(['b', 'a'], () => {
      log.push('after both');
      resolve();
    });
  });
  await first;
  await expect(second).rejects.toThrow('second');
  expect(log).toEqual(['nothing to wait for', 'first', 'after both']);
});

test('a key is under way until the last of its tasks has ended', async () => {
  const seen: boolean[] = [];
  const first = inOrder('k', () => Promise.resolve()).then(() => seen.push(isUnderWay('k')));
  const second = inOrder('k', () => Promise.resolve()).then(() => seen.push(isUnderWay('k')));
  await Promise.all([first, second]);
  expect(seen).toEqual([true, false]);
});
