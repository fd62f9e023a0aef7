import { afterEach, describe, expect, test } from '@jest/globals';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

describe.each(['desktop-light', 'phone-light'] as const)('live updates, %s', (look) => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test('bring every change to every window, nothing twice', async () => {
    todo = await TodoPage.open(look);
    const other = await todo.openWindow();
    const othersTitles = (): Promise<string[]> => todo.titles(other);
    await until(() => other.getByRole('list', { name: 'Todos' }).count(), 1);
    await todo.add('From the first window');
    await until(othersTitles, ['From the first window']);
    await other.getByRole('textbox', { name: 'Title of the new todo' }).fill('From the second');
    await other.keyboard.press('Enter');
    await until(todo.titles, ['From the first window', 'From the second']);
    await other.getByRole('checkbox', { name: 'From the first window' }).click();
    await until(todo.titles, ['From the second']);
    expect(await othersTitles()).toEqual(['From the second']);
    await todo.say('delete from the second');
    await todo.page.getByRole('button', { name: 'Yes, do it' }).click();
    await until(othersTitles, []);
  });

  test('catch up after the connection was lost', async () => {
    let down = false;
    todo = await TodoPage.open(look, { todos: [{ title: 'Before' }], fault: (_method, path) => (down && path === '/api/events' ? { status: 503 } : undefined) });
    await until(todo.titles, ['Before']);
    down = true;
    todo.proxy.dropConnections();
    await todo.page.getByText('Not connected.').waitFor();
    await todo.picture('not-connected');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await todo.elsewhere.create({ title: 'Meanwhile' });
    down = false;
    await until(todo.titles, ['Before', 'Meanwhile']);
    await until(() => todo.page.getByText('Not connected.').count(), 0);
  });

  test('miss nothing over a short loss, without reading the list again', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Before' }] });
    await until(todo.titles, ['Before']);
    const reads = (path: string): number => todo.proxy.requests.filter((request) => request === `GET ${path}`).length;
    const before = reads('/api/todos');
    todo.proxy.dropConnections();
    await todo.elsewhere.create({ title: 'Meanwhile' });
    await until(todo.titles, ['Before', 'Meanwhile']);
    expect(reads('/api/events')).toBe(2);
    // One more to count anew; the list itself came with the events.
    expect(reads('/api/todos') - before).toBeLessThanOrEqual(1);
  });

  test('leave a form that is being filled in alone', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Shared' }] });
    await todo.page.getByRole('button', { name: 'Shared', exact: true }).click();
    await todo.page.getByLabel('Title', { exact: true }).fill('Half typ');
    const [shared] = await todo.elsewhere.list();
    await todo.elsewhere.patch(shared!, { notes: 'theirs' });
    await todo.elsewhere.create({ title: 'New beside it' });
    await todo.page.getByRole('checkbox', { name: 'New beside it' }).waitFor();
    expect(await todo.page.getByLabel('Title', { exact: true }).inputValue()).toBe('Half typ');
  });
});
