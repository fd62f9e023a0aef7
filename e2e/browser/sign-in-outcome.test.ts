import { afterEach, describe, expect, test } from '@jest/globals';
import { TodoPage } from './support/todo-page';

describe.each(['desktop-light', 'phone-dark'] as const)('back from signing in without being signed in, %s', (look) => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test.each([
    ['refused', 'the sign-in was turned down or cancelled'],
    ['over', 'it took too long'],
    ['unavailable', 'not possible at the moment'],
  ])('%s: people are told once, keep their list, and can try again', async (outcome, words) => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Mine', done: true }], path: `/?sign-in=${outcome}&status=done` });
    const { page } = todo;
    await page.getByRole('region', { name: 'Notifications' }).getByText(words).waitFor();
    await page.getByRole('checkbox', { name: 'Mine' }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=done');
    await todo.picture(`sign-in-${outcome}`);
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
    await page.reload();
    await page.getByRole('checkbox', { name: 'Mine' }).waitFor();
    expect(await page.getByText(words).count()).toBe(0);
  });

  test('a made-up outcome says nothing', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Mine' }], path: '/?sign-in=constructor' });
    await todo.page.getByRole('checkbox', { name: 'Mine' }).waitFor();
    expect(new URL(todo.page.url()).search).toBe('');
    expect(await todo.page.getByRole('region', { name: 'Notifications' }).innerText()).toBe('');
  });
});
