import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from '@jest/globals';
import { problem } from './support/proxy';
import { TodoPage } from './support/todo-page';

describe('the session', () => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test('comes before everything else, so that one visitor gets one workspace', async () => {
    todo = await TodoPage.open('desktop-light', { todos: [{ title: 'x' }] });
    await todo.page.getByRole('checkbox', { name: 'x' }).waitFor();
    expect(todo.proxy.requests[0]).toBe('GET /api/session');
  });

  test('A13: over plain HTTP on another address people are told, and nothing is sent', async () => {
    todo = await TodoPage.open('desktop-light');
    await todo.page.goto(todo.url.replace('localhost', ownAddress()));
    await todo.page.getByRole('heading', { name: 'Your list would be lost here' }).waitFor();
    await todo.page.getByText('forward a port and open http://localhost').waitFor();
    await todo.picture('no-cookies');
    expect(await todo.accessibilityFaults()).toEqual([]);
    todo.proxy.requests.length = 0;
    await todo.page.getByRole('button', { name: 'Check again' }).click();
    expect(todo.proxy.requests).toEqual([]);
  });

  test('a server that is away is asked again until it is there', async () => {
    let away = true;
    todo = await TodoPage.open('phone-dark', { todos: [{ title: 'Back again' }], fault: () => (away ? problem(404, 'gone') : undefined) });
    await todo.page.getByRole('heading', { name: 'The server does not answer' }).waitFor();
    await todo.picture('server-away');
    expect(await todo.accessibilityFaults()).toEqual([]);
    away = false;
    await todo.page.getByRole('checkbox', { name: 'Back again' }).waitFor();
  });
});

/** An address of this machine that is not loopback. */
function ownAddress(): string {
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find((address) => address.family === 'IPv4' && !address.internal);
  if (found === undefined) throw new Error('This machine has only a loopback address; give it another to test this.');
  return found.address;
}
