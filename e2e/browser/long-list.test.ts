import { afterEach, expect, test } from '@jest/globals';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

const MANY = 10_000;
/** Rows the page may hold at once, whatever the length of the list. */
const ROWS_MAX = 80;

let todo: TodoPage;
afterEach(() => todo.close());

test('ten thousand todos are read page by page, with few rows on the page, and stay quick to use', async () => {
  todo = await TodoPage.open('desktop-light', { todos: Array.from({ length: MANY }, (_, number) => ({ title: `Todo ${String(number)}`, ...(number % 3 === 0 ? { tags: ['third'] } : {}) })) });
  const { page } = todo;
  const rows = (): Promise<number> => page.locator('[data-row]').count();
  await page.getByRole('checkbox', { name: 'Todo 0', exact: true }).waitFor();
  expect(todo.proxy.requests.filter((request) => request === 'GET /api/todos')).toHaveLength(1);

  await page.evaluate(async () => {
    const list = document.querySelector('ul[aria-label=Todos]')?.closest('[class*=overflow-y-auto]');
    while (list && document.querySelector(`[aria-posinset="10000"]`) === null) {
      list.scrollTop = list.scrollHeight;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
  expect(await rows()).toBeLessThan(ROWS_MAX);
  await todo.picture('long-list');

  // With everything loaded, how soon a change is on the page is measured, not judged: machines differ.
  await page.keyboard.press('End');
  await until(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset')), '10000');
  const blink = await page.evaluate(async () => {
    const started = performance.now();
    (document.activeElement?.querySelector('input[type=checkbox]') as HTMLElement).click();
    while (document.querySelector('[aria-posinset="10000"] [aria-label="Todo 9999"]') !== null) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - started;
  });
  await page.keyboard.press('Home');
  await until(() => page.evaluate(() => document.activeElement?.getAttribute('aria-posinset')), '1');
  expect(await rows()).toBeLessThan(ROWS_MAX);

  await page.getByRole('button', { name: 'Select several' }).click();
  await page.getByRole('button', { name: 'All 9,999' }).click();
  await page.getByText('9,999 selected').waitFor();
  await page.getByRole('group', { name: 'Selected todos' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Deleted 9,999 todos').waitFor();
  await until(() => todo.elsewhere.count(), 1);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await until(() => todo.elsewhere.count(), MANY);
  process.stdout.write(`a change among ${String(MANY)} loaded todos is on the page after ${blink.toFixed(0)} ms\n`);
});
