import { afterEach, describe, expect, test } from '@jest/globals';
import { LOOKS, type Look } from './support/browser';
import { TodoPage } from './support/todo-page';

const looks = Object.keys(LOOKS) as Look[];
const day = (days: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(Date.now() + days * 86_400_000);

/** A list as people have one. */
const EVERYDAY = [
  { title: 'Send the tax return', due: day(-3), priority: 'high', tags: ['taxes'], notes: 'The form is in the blue folder.\nAsk Ines about the annex.' },
  { title: 'Call mum', due: `${day(0)}T22:30:00.000Z`, priority: 'medium', tags: ['family'] },
  { title: 'Book the train to Vienna', due: day(1), tags: ['travel', 'family'] },
  { title: 'Water the plants on the balcony' },
  { title: 'Collect receipts', due: day(4), priority: 'low', tags: ['taxes'] },
  {
    title: 'Return the library books, the ones about Romanesque churches and the one with the torn cover that still has to be glued',
    due: day(12),
    notes: 'Glue is in the top drawer.',
  },
  { title: 'Try the new bakery', tags: ['someday'] },
  { title: 'Renew the passport', due: day(60), priority: 'medium' },
  { title: 'Buy coffee', done: true },
] satisfies { title: string; priority?: 'high' | 'medium' | 'low'; [field: string]: unknown }[];

test.each(['desktop-dark', 'phone-light'] as const)('the page in the colours that a person forces, %s', async (look) => {
  const todo = await TodoPage.open(look, { todos: EVERYDAY });
  await todo.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await todo.page.getByRole('checkbox', { name: 'Send the tax return' }).click();
  await todo.page.getByRole('button', { name: 'Undo', exact: true }).waitFor();
  await todo.page.getByRole('button', { name: 'Call mum', exact: true }).click();
  await todo.page.getByRole('group', { name: 'Priority' }).waitFor();
  await todo.picture('forced-colours');
  const lines = (selector: string): Promise<string> => todo.page.locator(selector).first().evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await lines('[aria-current=true]')).toBe('solid');
  expect(await lines('form label:has(:checked)')).toBe('solid');
  // The colours are the person's own then; axe still takes the page's for the text.
  expect(await todo.accessibilityFaults(['color-contrast'])).toEqual([]);
  const moving = await todo.page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => Number.parseFloat(getComputedStyle(element).transitionDuration) > 0.01).length);
  expect(moving).toBe(0);
  await todo.close();
});

describe.each(looks)('the page, %s', (look) => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test('shows list and conversation; axe finds nothing; the policy is kept', async () => {
    todo = await TodoPage.open(look, { todos: EVERYDAY });
    await todo.page.getByRole('checkbox', { name: 'Send the tax return' }).waitFor();
    await todo.picture('list');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await todo.say('remind me to buy bread tomorrow at 5pm');
    await todo.page.getByRole('button', { name: /^Undo: / }).waitFor();
    await todo.say('what is overdue?');
    await todo.page.getByRole('region', { name: 'Overdue' }).waitFor();
    await todo.say('delete everything about taxes');
    await todo.page.getByRole('region', { name: 'Delete 2 todos?' }).waitFor();
    await todo.picture('conversation');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(await todo.page.title()).toBe('Todo Chatbot');
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('comes up without anything moving', async () => {
    todo = await TodoPage.open(look, { todos: EVERYDAY });
    await todo.page.getByRole('checkbox', { name: 'Send the tax return' }).waitFor();
    await todo.page.getByText('What shall we get done?').waitFor({ state: 'attached' });
    expect(await todo.page.evaluate(movement)).toBeLessThan(0.01);
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
    todo = await TodoPage.open(look, { todos: EVERYDAY });
    await todo.page.getByRole('button', { name: 'Send the tax return', exact: true }).click();
    await todo.page.getByRole('form', { name: 'Edit Send the tax return' }).getByRole('group', { name: 'Priority' }).waitFor();
    await todo.picture('editor');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('selects several, filters, and shows its keys', async () => {
    todo = await TodoPage.open(look, { todos: EVERYDAY });
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
    await todo.page.keyboard.press('?');
    await todo.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await todo.picture('shortcuts');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
  });
});

/** How much of the page has moved so far while nobody did anything, as browsers count it. Runs in the page. */
function movement(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { readonly value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
  });
}
