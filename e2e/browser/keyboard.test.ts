import { afterEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

describe('by keyboard alone', () => {
  let todo: TodoPage;
  afterEach(async () => {
    expect(todo.complaintsBut()).toEqual([]);
    await todo.close();
  });

  test('todos are made, completed, reordered, edited, selected and deleted', async () => {
    todo = await TodoPage.open('desktop-light');
    const { page } = todo;
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.getByRole('heading', { name: 'A clear deck' }).waitFor();
    await press('n');
    for (const title of ['one', 'two', 'three']) {
      await page.keyboard.type(title);
      await press('Enter');
      await page.getByRole('checkbox', { name: title }).waitFor();
    }
    await press('Escape', 'Home');
    await until(() => focusedRow(page), 'one');
    await press('Alt+ArrowDown');
    await until(todo.titles, ['two', 'one', 'three']);
    await until(() => focusedRow(page), 'one');
    await press('j');
    await until(() => focusedRow(page), 'three');
    await press('Alt+ArrowUp', 'Alt+ArrowUp');
    await until(todo.titles, ['three', 'two', 'one']);

    await press('ArrowDown', 'Space');
    await until(todo.titles, ['three', 'one']);
    await until(() => focusedRow(page), 'one');
    await press('Control+z');
    await until(todo.titles, ['three', 'two', 'one']);
    await press('Control+Shift+z');
    await until(todo.titles, ['three', 'one']);
    await press('Control+z');
    await until(todo.titles, ['three', 'two', 'one']);

    await press('Home', 'Enter');
    await page.getByRole('form', { name: 'Edit three' }).waitFor();
    await until(() => page.evaluate(() => (document.activeElement as HTMLInputElement).value), 'three');
    await page.keyboard.type(' times');
    await press('Enter');
    await until(todo.titles, ['three times', 'two', 'one']);
    await until(() => focusedRow(page), 'three times');

    await press('s', 'ArrowDown', 's');
    await page.getByText('2 selected').waitFor();
    await press('Control+a');
    await page.getByText('3 selected').waitFor();
    await press('Escape');
    await until(() => page.getByText('3 selected').count(), 0);

    await press('Delete');
    await until(todo.titles, ['three times', 'one']);
    await until(() => focusedRow(page), 'one');
  });

  test('search, lists, the assistant and the sheet of keys are one key away', async () => {
    todo = await TodoPage.open('desktop-light', { todos: [{ title: 'Find me', done: true }] });
    const { page } = todo;
    const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.closest('label')?.textContent ?? null);
    await page.getByRole('heading', { name: 'A clear deck' }).waitFor();
    await page.keyboard.press('/');
    await until(focused, 'Search todos');
    await page.keyboard.press('Escape');
    await page.keyboard.press('5');
    await until(todo.titles, ['Find me']);
    await page.keyboard.press('c');
    await until(focused, 'Message');
    await page.keyboard.type('12?');
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('12?');
    await page.getByRole('heading', { name: 'Done' }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('1');
    expect(await page.getByRole('heading', { name: 'Done' }).count()).toBe(1);
    await page.getByRole('checkbox', { name: 'Use single-letter shortcuts' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    expect(page.url()).toContain('status=done');
  });

  test('the way through the page is short and in the order one reads', async () => {
    todo = await TodoPage.open('desktop-light', { todos: Array.from({ length: 50 }, (_, index) => ({ title: `Todo ${String(index)}` })) });
    const { page } = todo;
    await page.getByRole('checkbox', { name: 'Todo 0', exact: true }).waitFor();
    const names: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''));
    }
    const order = ['To do', 'Title of the new todo', 'Add', 'Filter', 'More', 'Todo 0', 'Edit Todo 0', 'Delete Todo 0', 'Message'];
    const places = order.map((name) => names.findIndex((found) => found.startsWith(name)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(names.filter((name) => name.startsWith('Todo 1'))).toEqual([]);
  });

  test('a row is dragged to its place, and Escape leaves it where it was', async () => {
    todo = await TodoPage.open('desktop-light', { todos: ['one', 'two', 'three'].map((title) => ({ title })) });
    const { page } = todo;
    await page.getByRole('checkbox', { name: 'three' }).waitFor();
    const grip = async (title: string): Promise<{ x: number; y: number }> => {
      const box = await page.getByRole('listitem').filter({ hasText: title }).getByTitle('Drag to reorder').boundingBox();
      return { x: (box?.x ?? 0) + 8, y: (box?.y ?? 0) + 20 };
    };
    const drag = async (from: string, to: string): Promise<void> => {
      const [start, end] = [await grip(from), await grip(to)];
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move(end.x, end.y + 15, { steps: 5 });
    };
    await drag('one', 'three');
    await todo.picture('dragging');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await todo.titles()).toEqual(['one', 'two', 'three']);
    await drag('one', 'three');
    await page.mouse.up();
    await until(todo.titles, ['two', 'three', 'one']);
    await page.keyboard.press('Control+z');
    await until(todo.titles, ['one', 'two', 'three']);
  });
});

function focusedRow(page: Page): Promise<string | undefined> {
  return page.evaluate(() => (document.activeElement?.matches('[data-row]') === true ? document.activeElement.querySelector('[title=Edit]')?.textContent : undefined) ?? undefined);
}
