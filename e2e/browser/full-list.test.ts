import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startBackend } from './support/backend';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

const MOST = 3;
const FULL = Array.from({ length: MOST }, (_, index) => ({ title: `Todo ${String(index + 1)}` }));

beforeAll(async () => void (await startBackend(undefined, { TODOS_PER_WORKSPACE: MOST })));

describe.each(['desktop-dark', 'phone-light'] as const)('a list that may hold no more, %s', (look) => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test('says so, and keeps what was typed until there is room', async () => {
    todo = await TodoPage.open(look, { todos: FULL });
    const { page } = todo;
    const field = page.getByRole('textbox', { name: 'Title of the new todo' });
    await field.fill('One too many');
    await page.keyboard.press('Enter');
    await page.getByText('“One too many” was not added. There may be 3 todos, and there is no room for more. Delete some first.').waitFor();
    expect(await field.inputValue()).toBe('One too many');
    await todo.picture('full-list');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Todo 1', exact: true }).click();
    await page.getByRole('form', { name: 'Edit Todo 1' }).getByRole('button', { name: 'Delete' }).click();
    await until(todo.titles, ['Todo 2', 'Todo 3']);
    await page.getByRole('button', { name: 'Add' }).click();
    await until(todo.titles, ['Todo 2', 'Todo 3', 'One too many']);
  });

  test('takes nothing of a file that does not fit as a whole', async () => {
    todo = await TodoPage.open(look, { todos: FULL.slice(0, 2) });
    const { page } = todo;
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Import a file…' }).click();
    await page.getByLabel('File').setInputFiles({ name: 'two.csv', mimeType: 'text/csv', buffer: Buffer.from('title\nOne\nTwo') });
    await page.getByText('Nothing was imported from “two.csv”. There may be 3 todos, and there is room for 1 more. Delete some first.').waitFor();
    expect(await todo.elsewhere.titles()).toEqual(['Todo 1', 'Todo 2']);
  });

  test('can still be put in order: what could not come back may come back later', async () => {
    todo = await TodoPage.open(look, { todos: FULL });
    const { page } = todo;
    await page.getByRole('button', { name: 'Todo 1', exact: true }).click();
    await page.getByRole('form', { name: 'Edit Todo 1' }).getByRole('button', { name: 'Delete' }).click();
    await until(todo.titles, ['Todo 2', 'Todo 3']);
    await todo.elsewhere.create({ title: 'Quicker' });
    const undo = page.getByRole('button', { name: 'Undo', exact: true });
    await undo.click();
    await page.getByText('Not undone. There may be 3 todos').waitFor();
    const [, , quicker] = await todo.elsewhere.list();
    await todo.elsewhere.ask('DELETE', `/api/todos/${quicker!.id}`);
    await page.getByRole('heading', { name: /^To do/ }).click();
    await page.keyboard.press('Control+z');
    await until(todo.titles, ['Todo 1', 'Todo 2', 'Todo 3']);
  });
});
