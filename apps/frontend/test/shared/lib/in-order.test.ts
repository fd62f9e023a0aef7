import { expect, test } from '@jest/globals';
import { inOrder } from '../../../src/shared/lib/in-order';

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
