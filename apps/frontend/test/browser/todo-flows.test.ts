import { afterEach, describe, expect, test } from '@jest/globals';
import { problem } from './support/fake-api';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

describe.each(['desktop-light', 'phone-dark'] as const)('todos, %s', (look) => {
  let todo: TodoPage;
  afterEach(async () => {
    expect(todo.api.unexpected).toEqual([]);
    await todo.close();
  });

  test('are created, completed, reopened and deleted, each with an undo', async () => {
    todo = await TodoPage.open(look);
    const { page } = todo;
    await todo.add('Buy milk');
    await todo.add('Buy bread');
    expect(await todo.titles()).toEqual(['Buy milk', 'Buy bread']);

    await page.getByRole('checkbox', { name: 'Buy milk' }).click();
    await until(todo.titles.bind(todo), ['Buy bread']);
    await page.getByText('Completed “Buy milk”').waitFor();
    await todo.picture('toast');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await until(todo.titles.bind(todo), ['Buy milk', 'Buy bread']);

    await page.getByRole('button', { name: 'Buy bread', exact: true }).click();
    await page.getByRole('form', { name: 'Edit Buy bread' }).getByRole('button', { name: 'Delete' }).click();
    await until(todo.titles.bind(todo), ['Buy milk']);
    await page.keyboard.press('Control+z');
    await until(todo.titles.bind(todo), ['Buy milk', 'Buy bread']);
    expect([...todo.api.todos.values()].map(({ title, done }) => [title, done])).toEqual([
      ['Buy milk', false],
      ['Buy bread', false],
    ]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('are edited in place, every field', async () => {
    todo = await TodoPage.open(look, (api) => void api.seed({ title: 'Report' }));
    const { page } = todo;
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    const form = page.getByRole('form', { name: 'Edit Report' });
    await form.getByLabel('Title').fill('Annual report');
    await form.getByLabel('Notes').fill('Ask Ines');
    await form.getByLabel('Due date').fill('2031-05-04');
    await form.getByLabel('Due time').fill('09:30');
    await form.getByText('High').click();
    await form.getByLabel('Tags').fill('Work, #boss work');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('checkbox', { name: 'Annual report' }).waitFor();
    await until(() => [...todo.api.todos.values()].map(({ title, notes, due, priority, tags }) => ({ title, notes, due, priority, tags })), [
      { title: 'Annual report', notes: 'Ask Ines', due: '2031-05-04T07:30:00.000Z', priority: 'high', tags: ['work', 'boss'] },
    ]);
    await page.getByText('4 May 2031 09:30').waitFor();
  });

  test('are refused with the reason beside the field, and nothing typed is lost', async () => {
    todo = await TodoPage.open(look);
    const { page } = todo;
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText('Give it a title.').waitFor();
    await page.getByRole('textbox', { name: 'Title of the new todo' }).fill('Pay');
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByLabel('Tags').fill('not/a/tag');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText('“not/a/tag” cannot be a tag').waitFor();
    await todo.picture('refused');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.api.todos.size).toBe(0);
  });

  test('come back into the field when the server does not store them', async () => {
    todo = await TodoPage.open(look, (api) => {
      api.intercept = (method, path) => (method === 'POST' && path === '/api/todos' ? problem(422, 'validation', { errors: [{ path: 'title', message: 'no such thing' }] }) : undefined);
    });
    const field = todo.page.getByRole('textbox', { name: 'Title of the new todo' });
    await field.fill('Impossible');
    await todo.page.keyboard.press('Enter');
    await todo.page.getByText('“Impossible” was not added. title: no such thing').waitFor();
    expect(await field.inputValue()).toBe('Impossible');
  });

  test('are created once, also when the answer is lost on the way', async () => {
    let tries = 0;
    todo = await TodoPage.open(look, (api) => {
      api.intercept = async (method, path) => {
        if (method !== 'POST' || path !== '/api/todos') return undefined;
        tries += 1;
        return tries === 1 ? { status: 503, headers: { 'retry-after': '0' } } : undefined;
      };
    });
    await todo.add('Only one');
    expect(tries).toBe(2);
    expect(todo.api.todos.size).toBe(1);
    expect(await todo.titles()).toEqual(['Only one']);
  });

  test('are found, filtered and sorted, and the address remembers it', async () => {
    todo = await TodoPage.open(look, (api) => {
      api.seed({ title: 'Zebra', tags: ['zoo'], priority: 'low' });
      api.seed({ title: 'Ape', tags: ['zoo'], priority: 'high' });
      api.seed({ title: 'Bicycle', notes: 'the zebra striped one' });
    });
    const { page } = todo;
    await page.getByRole('searchbox', { name: 'Search todos' }).fill('zebra');
    await until(todo.titles.bind(todo), ['Zebra', 'Bicycle']);
    expect(page.url()).toContain('search=zebra');
    await page.getByRole('searchbox', { name: 'Search todos' }).fill('nowhere');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await todo.picture('nothing-found');
    await page.getByRole('button', { name: 'Clear search and filter' }).click();
    await until(todo.titles.bind(todo), ['Zebra', 'Ape', 'Bicycle']);
    expect(await page.getByRole('searchbox', { name: 'Search todos' }).inputValue()).toBe('');
    await page.getByRole('button', { name: 'Order: My order' }).click();
    await page.getByRole('button', { name: 'Most important first' }).click();
    await until(todo.titles.bind(todo), ['Ape', 'Zebra', 'Bicycle']);
    await page.getByRole('button', { name: '#zoo' }).first().click();
    await until(todo.titles.bind(todo), ['Ape', 'Zebra']);
    await page.reload();
    await page.getByRole('heading', { name: '#zoo' }).waitFor();
    await until(todo.titles.bind(todo), ['Ape', 'Zebra']);
  });

  test('are completed, deleted and cleared in bulk', async () => {
    todo = await TodoPage.open(look, (api) => ['one', 'two', 'three', 'four'].forEach((title) => api.seed({ title })));
    const { page } = todo;
    await page.getByRole('button', { name: 'Select several' }).click();
    await page.getByRole('checkbox', { name: 'Select one' }).click();
    await page.getByRole('checkbox', { name: 'Select three' }).click();
    await page.getByText('2 selected').waitFor();
    await page.getByRole('group', { name: 'Selected todos' }).getByRole('button', { name: 'Complete' }).click();
    await until(todo.titles.bind(todo), ['two', 'four']);
    await page.getByText('Completed 2 todos').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Clear everything done' }).click();
    await page.getByText('Cleared 2 todos done').waitFor();
    expect(todo.api.todos.size).toBe(2);
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await until(() => todo.api.todos.size, 4);
  });

  test('go out as files and come in, with what was left out named', async () => {
    todo = await TodoPage.open(look, (api) => {
      api.seed({ title: 'Kept' });
      api.intercept = (_method, path) =>
        path === '/api/todos/export.json' ? { body: [{ title: 'Kept' }], headers: { 'content-disposition': 'attachment; filename="todos.json"' } } : undefined;
    });
    const { page } = todo;
    await page.getByRole('button', { name: 'More' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export as JSON' }).click()]);
    expect(download.suggestedFilename()).toBe('todos.json');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Import a file…' }).click();
    await page.getByLabel('File').setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from('[{"title":"Came in"},{"note":"no title"}]') });
    await page.getByText('Imported 1 todos').first().waitFor();
    await page.getByText('Line 2:').waitFor();
    await todo.picture('imported');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await until(todo.titles.bind(todo), ['Kept', 'Came in']);
  });

  test('keep the edit of both when two people change different fields, and ask when it is the same one', async () => {
    todo = await TodoPage.open(look, (api) => void api.seed({ title: 'Shared' }));
    const { page, api } = todo;
    const stored = (): { title: string; notes: string } | undefined => [...api.todos.values()].map(({ title, notes }) => ({ title, notes }))[0];
    await page.getByRole('button', { name: 'Shared', exact: true }).click();
    const [first] = [...api.todos.values()];
    api.change('elsewhere', [{ ...first!, notes: 'theirs' }]);
    await page.getByLabel('Title', { exact: true }).fill('Mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await until(stored, { title: 'Mine', notes: 'theirs' });

    await page.getByRole('button', { name: 'Mine', exact: true }).click();
    api.change('elsewhere', [{ ...[...api.todos.values()][0]!, title: 'Theirs' }]);
    await page.getByLabel('Title', { exact: true }).fill('Mine again');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This todo was changed elsewhere').waitFor();
    await todo.picture('conflict');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await until(() => stored()?.title, 'Mine again');
  });

  test('say when they cannot be loaded, and load on another try', async () => {
    let broken = true;
    todo = await TodoPage.open(look, (api) => {
      api.seed({ title: 'Safe' });
      api.intercept = (method, path) => (broken && method === 'GET' && path === '/api/todos' ? problem(500, 'internal') : undefined);
    });
    await todo.page.getByRole('heading', { name: 'Your todos could not be loaded' }).waitFor();
    await todo.picture('load-fault');
    expect(await todo.accessibilityFaults()).toEqual([]);
    broken = false;
    await todo.page.getByRole('button', { name: 'Try again' }).click();
    await until(todo.titles.bind(todo), ['Safe']);
  });
});
