import { afterEach, describe, expect, test } from '@jest/globals';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

describe.each(['desktop-light', 'phone-light'] as const)('live updates, %s', (look) => {
  let todo: TodoPage;
  afterEach(async () => {
    expect(todo.api.unexpected).toEqual([]);
    await todo.close();
  });

  test('bring every change to every window, nothing twice', async () => {
    todo = await TodoPage.open(look);
    const other = await todo.openWindow();
    const othersTitles = (): Promise<string[]> => other.getByRole('list', { name: 'Todos' }).getByTitle('Edit', { exact: true }).allInnerTexts();
    await until(() => other.getByRole('list', { name: 'Todos' }).count(), 1);
    await todo.add('From the first window');
    await until(othersTitles, ['From the first window']);
    await other.getByRole('textbox', { name: 'Title of the new todo' }).fill('From the second');
    await other.keyboard.press('Enter');
    await until(todo.titles.bind(todo), ['From the first window', 'From the second']);
    await other.getByRole('checkbox', { name: 'From the first window' }).click();
    await until(todo.titles.bind(todo), ['From the second']);
    expect(await othersTitles()).toEqual(['From the second']);
  });

  test('catch up after the connection was lost', async () => {
    let down = false;
    todo = await TodoPage.open(look, (api) => {
      api.seed({ title: 'Before' });
      api.intercept = (_method, path) => (down && path === '/api/events' ? { status: 503 } : undefined);
    });
    await until(todo.titles.bind(todo), ['Before']);
    down = true;
    todo.api.dropConnections();
    await todo.page.getByText('Not connected.').waitFor();
    await todo.picture('not-connected');
    expect(await todo.accessibilityFaults()).toEqual([]);
    todo.api.change('meanwhile', [todo.api.seed({ title: 'Meanwhile', version: 0 })]);
    down = false;
    await until(todo.titles.bind(todo), ['Before', 'Meanwhile']);
    await until(() => todo.page.getByText('Not connected.').count(), 0);
  });

  test('miss nothing over a short loss, without reading the list again', async () => {
    todo = await TodoPage.open(look, (api) => void api.seed({ title: 'Before' }));
    await until(todo.titles.bind(todo), ['Before']);
    const reads = (): number => todo.api.requests.filter((request) => request === 'GET /api/events').length;
    todo.api.dropConnections();
    todo.api.change('meanwhile', [todo.api.seed({ title: 'Meanwhile', version: 0 })]);
    await until(todo.titles.bind(todo), ['Before', 'Meanwhile']);
    expect(reads()).toBe(2);
  });

  test('leave a form that is being filled in alone', async () => {
    todo = await TodoPage.open(look, (api) => void api.seed({ title: 'Shared' }));
    await todo.page.getByRole('button', { name: 'Shared', exact: true }).click();
    await todo.page.getByLabel('Title', { exact: true }).fill('Half typ');
    const [shared] = [...todo.api.todos.values()];
    todo.api.change('elsewhere', [{ ...shared!, notes: 'theirs' }, todo.api.seed({ title: 'New above', position: 'a', version: 0 })]);
    await todo.page.getByRole('checkbox', { name: 'New above' }).waitFor();
    expect(await todo.page.getByLabel('Title', { exact: true }).inputValue()).toBe('Half typ');
  });
});
