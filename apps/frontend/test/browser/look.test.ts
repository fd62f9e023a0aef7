import { afterEach, describe, expect, test } from '@jest/globals';
import { LOOKS, type Look } from './support/browser';
import type { FakeApi } from './support/fake-api';
import { TodoPage } from './support/todo-page';

const looks = Object.keys(LOOKS) as Look[];
const day = (days: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(Date.now() + days * 86_400_000);

/** A list as people have one. */
function everyday(api: FakeApi): void {
  api.seed({ title: 'Send the tax return', due: day(-3), priority: 'high', tags: ['taxes'], notes: 'The form is in the blue folder.\nAsk Ines about the annex.' });
  api.seed({ title: 'Call mum', due: `${day(0)}T21:00:00.000Z`, priority: 'medium', tags: ['family'] });
  api.seed({ title: 'Book the train to Vienna', due: day(1), tags: ['travel', 'family'] });
  api.seed({ title: 'Water the plants on the balcony' });
  api.seed({ title: 'Collect receipts', due: day(4), priority: 'low', tags: ['taxes'] });
  api.seed({ title: 'Return the library books, the ones about Romanesque churches and the one with the torn cover that still has to be glued', due: day(12), notes: 'Glue is in the top drawer.' });
  api.seed({ title: 'Try the new bakery', tags: ['someday'] });
  api.seed({ title: 'Renew the passport', due: day(60), priority: 'medium' });
  api.seed({ title: 'Buy coffee', done: true, completedAt: new Date().toISOString() });
}

function conversation(api: FakeApi): void {
  const todos = [...api.todos.values()];
  const [tax, mum] = todos;
  if (tax === undefined || mum === undefined) return;
  api.addMessage('user', 'remind me to call mum today at 10pm');
  api.addMessage('assistant', 'Added, due **today at 22:00**.', { cards: [{ kind: 'action', change: { undoId: crypto.randomUUID(), summary: 'Added “Call mum”', todos: [mum], deleted: [] } }] });
  api.addMessage('user', 'what is overdue?');
  api.addMessage('assistant', 'One thing is late:', { cards: [{ kind: 'result', title: 'Overdue', todos: [tax], total: 1 }] });
  api.addMessage('user', 'delete everything about taxes');
  api.addMessage('assistant', 'Please confirm.', { cards: [api.confirmation('Delete 2 todos?', todos.filter((todo) => todo.tags.includes('taxes')))] });
}

describe.each(looks)('the page, %s', (look) => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test('shows list and conversation; axe finds nothing; the policy is kept', async () => {
    todo = await TodoPage.open(look, (api) => {
      everyday(api);
      conversation(api);
    });
    await todo.page.getByRole('checkbox', { name: 'Send the tax return' }).waitFor();
    await todo.picture('list');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await todo.show('Assistant');
    await todo.page.getByRole('region', { name: 'Delete 2 todos?' }).waitFor();
    await todo.picture('conversation');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(await todo.page.title()).toBe('Todo Chatbot');
    expect(todo.complaintsBut()).toEqual([]);
    expect(todo.api.unexpected).toEqual([]);
  });

  test('helps a newcomer', async () => {
    todo = await TodoPage.open(look);
    await todo.page.getByRole('heading', { name: 'A clear deck' }).waitFor();
    await todo.picture('empty');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await todo.show('Assistant');
    await todo.page.getByText('What shall we get done?').waitFor();
    await todo.picture('welcome');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('edits in place', async () => {
    todo = await TodoPage.open(look, everyday);
    await todo.page.getByRole('button', { name: 'Send the tax return', exact: true }).click();
    await todo.page.getByRole('form', { name: 'Edit Send the tax return' }).getByRole('group', { name: 'Priority' }).waitFor();
    await todo.picture('editor');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('selects several, filters, and shows its keys', async () => {
    todo = await TodoPage.open(look, everyday);
    await todo.page.getByRole('button', { name: 'Select several' }).click();
    await todo.page.getByRole('checkbox', { name: 'Select Call mum' }).click();
    await todo.page.getByRole('checkbox', { name: 'Select Try the new bakery' }).click();
    await todo.picture('selection');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await todo.page.getByRole('button', { name: 'Filter' }).click();
    await todo.page.getByLabel('Priority').waitFor();
    await todo.picture('filter');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await todo.page.keyboard.press('Escape');
    await todo.page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await todo.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await todo.picture('shortcuts');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
  });
});
