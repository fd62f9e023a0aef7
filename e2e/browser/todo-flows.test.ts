import { afterEach, describe, expect, test } from '@jest/globals';
import { problem } from './support/proxy';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

const ZOO = [
  { title: 'Zebra', tags: ['zoo'], priority: 'low' },
  { title: 'Ape', tags: ['zoo'], priority: 'high' },
  { title: 'Bicycle', notes: 'the zebra striped one' },
] as const;

describe.each(['desktop-light', 'phone-dark'] as const)('todos, %s', (look) => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test('are created, completed, reopened and deleted, each with an undo', async () => {
    todo = await TodoPage.open(look);
    const { page } = todo;
    await todo.add('Buy milk');
    await todo.add('Buy bread');
    expect(await todo.titles()).toEqual(['Buy milk', 'Buy bread']);

    await page.getByRole('checkbox', { name: 'Buy milk' }).click();
    await until(todo.titles, ['Buy bread']);
    await page.getByText('Completed “Buy milk”').waitFor();
    await todo.picture('toast');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await until(todo.titles, ['Buy milk', 'Buy bread']);

    await page.getByRole('button', { name: 'Buy bread', exact: true }).click();
    await page.getByRole('form', { name: 'Edit Buy bread' }).getByRole('button', { name: 'Delete' }).click();
    await until(todo.titles, ['Buy milk']);
    await until(() => todo.elsewhere.titles(), ['Buy milk']);
    await page.keyboard.press('Control+z');
    await until(todo.titles, ['Buy milk', 'Buy bread']);
    const stored = await todo.elsewhere.list();
    expect(stored.map(({ title, done }) => [title, done])).toEqual([
      ['Buy milk', false],
      ['Buy bread', false],
    ]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('are edited in place, every field', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Report' }] });
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
    const stored = async (): Promise<unknown> => (await todo.elsewhere.list()).map(({ title, notes, due, priority, tags }) => ({ title, notes, due, priority, tags }));
    await until(stored, [{ title: 'Annual report', notes: 'Ask Ines', due: '2031-05-04T07:30:00.000Z', priority: 'high', tags: ['work', 'boss'] }]);
    await page.getByText(/^4 May 2031 0?9:30$/).waitFor();
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
    expect(await todo.elsewhere.count()).toBe(0);
  });

  test('come back into the field when the server does not store them', async () => {
    todo = await TodoPage.open(look);
    todo.proxy.fault = (method, path) => (method === 'POST' && path === '/api/todos' ? problem(422, 'validation', { errors: [{ path: 'title', message: 'no such thing' }] }) : undefined);
    const field = todo.page.getByRole('textbox', { name: 'Title of the new todo' });
    await field.fill('Impossible');
    await todo.page.keyboard.press('Enter');
    await todo.page.getByText('“Impossible” was not added. title: no such thing').waitFor();
    expect(await field.inputValue()).toBe('Impossible');
  });

  test('are created once, also when the answer is lost on the way', async () => {
    let tries = 0;
    todo = await TodoPage.open(look, {
      fault: (method, path) => {
        if (method !== 'POST' || path !== '/api/todos') return undefined;
        tries += 1;
        return tries === 1 ? 'lost' : undefined;
      },
    });
    await todo.add('Only one');
    await until(() => tries, 2);
    expect(await todo.elsewhere.titles()).toEqual(['Only one']);
    expect(await todo.titles()).toEqual(['Only one']);
  });

  test('are found, filtered and sorted, and the address remembers it', async () => {
    todo = await TodoPage.open(look, { todos: ZOO.map((one) => ({ tags: [], ...one })).map(({ tags, ...rest }) => ({ ...rest, tags: [...tags] })) });
    const { page } = todo;
    await page.getByRole('searchbox', { name: 'Search todos' }).fill('zebra');
    await until(todo.titles, ['Zebra', 'Bicycle']);
    expect(page.url()).toContain('search=zebra');
    await page.getByRole('searchbox', { name: 'Search todos' }).fill('nowhere');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await todo.picture('nothing-found');
    await page.getByRole('button', { name: 'Clear search and filter' }).click();
    await until(todo.titles, ['Zebra', 'Ape', 'Bicycle']);
    expect(await page.getByRole('searchbox', { name: 'Search todos' }).inputValue()).toBe('');
    await page.getByRole('button', { name: 'Order: My order' }).click();
    await page.getByRole('button', { name: 'Most important first' }).click();
    await until(todo.titles, ['Ape', 'Zebra', 'Bicycle']);
    await page.getByRole('button', { name: '#zoo' }).first().click();
    await until(todo.titles, ['Ape', 'Zebra']);
    await page.reload();
    await page.getByRole('heading', { name: '#zoo' }).waitFor();
    await until(todo.titles, ['Ape', 'Zebra']);
  });

  test('are completed, deleted and cleared in bulk', async () => {
    todo = await TodoPage.open(look, { todos: ['one', 'two', 'three', 'four'].map((title) => ({ title })) });
    const { page } = todo;
    await page.getByRole('button', { name: 'Select several' }).click();
    await page.getByRole('checkbox', { name: 'Select one' }).click();
    await page.getByRole('checkbox', { name: 'Select three' }).click();
    await page.getByText('2 selected').waitFor();
    const bar = page.getByRole('group', { name: 'Selected todos' });
    expect(await bar.getByRole('button', { name: 'Reopen' }).isDisabled()).toBe(true);
    await bar.getByRole('button', { name: 'Complete' }).click();
    await until(todo.titles, ['two', 'four']);
    await page.getByText('Completed 2 todos').waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Clear everything done' }).click();
    await page.getByText('Cleared 2 todos done').waitFor();
    expect(await todo.elsewhere.count()).toBe(2);
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await until(() => todo.elsewhere.count(), 4);
  });

  test('are not selected any more in a list that does not show them', async () => {
    todo = await TodoPage.open(look, { todos: ['one', 'two'].map((title) => ({ title })) });
    const { page } = todo;
    await page.getByRole('button', { name: 'Select several' }).click();
    await page.getByRole('checkbox', { name: 'Select one' }).click();
    await page.getByText('1 selected').waitFor();
    await page.getByRole('navigation', { name: 'Lists' }).getByRole('button', { name: 'Done' }).click();
    await page.getByText('0 selected').waitFor();
  });

  test('keep the edit of both when two people change different fields, and ask when it is the same one', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Shared' }] });
    const { page, elsewhere } = todo;
    const stored = async (): Promise<unknown> => (await elsewhere.list()).map(({ title, notes }) => ({ title, notes }));
    await page.getByRole('button', { name: 'Shared', exact: true }).click();
    const title = page.getByLabel('Title', { exact: true });
    await title.waitFor();
    const [first] = await elsewhere.list();
    await elsewhere.patch(first!, { notes: 'theirs' });
    await title.fill('Mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await until(stored, [{ title: 'Mine', notes: 'theirs' }]);

    await page.getByRole('button', { name: 'Mine', exact: true }).click();
    await title.waitFor();
    const [second] = await elsewhere.list();
    await elsewhere.patch(second!, { title: 'Theirs' });
    await title.fill('Mine again');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This todo was changed elsewhere').waitFor();
    await todo.picture('conflict');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await until(stored, [{ title: 'Mine again', notes: 'theirs' }]);
  });

  test('say when they cannot be loaded, and load on another try', async () => {
    let broken = true;
    todo = await TodoPage.open(look, {
      todos: [{ title: 'Safe' }],
      fault: (method, path) => (broken && method === 'GET' && path === '/api/todos' ? problem(500, 'internal') : undefined),
    });
    await todo.page.getByRole('heading', { name: 'Your todos could not be loaded' }).waitFor();
    await todo.picture('load-fault');
    expect(await todo.accessibilityFaults()).toEqual([]);
    broken = false;
    await todo.page.getByRole('button', { name: 'Try again' }).click();
    await until(todo.titles, ['Safe']);
  });
});
