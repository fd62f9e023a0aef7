import { afterEach, describe, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

const MANY = Array.from({ length: 40 }, (_, index) => ({ title: `Todo ${String(index)}` }));
/** What is left of a phone's height above its keyboard. */
const ABOVE_KEYBOARD = { width: 390, height: 480 };

describe('on a phone', () => {
  let todo: TodoPage;
  afterEach(async () => {
    expect(todo.complaintsBut()).toEqual([]);
    await todo.close();
  });

  test('everything above the list scrolls away with it, and no row lies under what folds out', async () => {
    todo = await TodoPage.open('phone-light', { todos: MANY });
    const { page } = todo;
    const heading = page.getByRole('heading', { name: /^To do/ });
    const first = page.getByRole('checkbox', { name: 'Todo 0', exact: true });
    await first.waitFor();
    await page.getByRole('button', { name: 'Details' }).click();
    const toolbar = page.getByRole('group', { name: 'Search and order' });
    await until(async () => (await top(first)) > (await bottom(toolbar)), true);
    await page.getByRole('button', { name: 'Details' }).click();
    await page.mouse.move(200, 500);
    await page.mouse.wheel(0, 900);
    await until(async () => (await bottom(heading)) < 0, true);
    await todo.picture('scrolled');
  });

  test('a row goes where it is dropped, also with the header above it', async () => {
    todo = await TodoPage.open('phone-light', { todos: MANY.slice(0, 4) });
    const { page } = todo;
    const grip = (title: string): Locator => page.getByRole('listitem').filter({ hasText: title }).getByTitle('Drag to reorder');
    const [from, to] = [await grip('Todo 0').boundingBox(), await grip('Todo 2').boundingBox()];
    await page.mouse.move(from!.x + 10, from!.y + 20);
    await page.mouse.down();
    await page.mouse.move(to!.x + 10, to!.y + 35, { steps: 4 });
    await page.mouse.up();
    await until(todo.titles, ['Todo 1', 'Todo 2', 'Todo 0', 'Todo 3']);
  });

  test('what can be done to selected todos stays in reach', async () => {
    todo = await TodoPage.open('phone-dark', { todos: MANY });
    const { page } = todo;
    await page.getByRole('button', { name: 'Select several' }).click();
    await page.getByRole('checkbox', { name: 'Select Todo 0', exact: true }).click();
    await page.mouse.move(200, 500);
    await page.mouse.wheel(0, 1_200);
    await page.getByRole('checkbox', { name: 'Select Todo 25', exact: true }).click();
    await todo.picture('selecting-far-down');
    await page.getByRole('group', { name: 'Selected todos' }).getByRole('button', { name: 'Complete' }).click();
    await page.getByText('Completed 2 todos').waitFor();
  });

  test('a todo can be edited and saved above the keyboard', async () => {
    todo = await TodoPage.open('phone-light', { todos: MANY });
    const { page } = todo;
    await page.getByRole('button', { name: 'Todo 3', exact: true }).click();
    await page.getByLabel('Title', { exact: true }).waitFor();
    await page.setViewportSize(ABOVE_KEYBOARD);
    await page.getByLabel('Title', { exact: true }).fill('Todo three');
    expect(await page.getByRole('navigation', { name: 'Parts of the page' }).isVisible()).toBe(false);
    await todo.picture('above-keyboard');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('checkbox', { name: 'Todo three', exact: true }).waitFor();
    await todo.show('Assistant');
    await page.getByRole('textbox', { name: 'Message' }).fill('what is overdue?');
    await todo.picture('asking-above-keyboard');
    expect(await bottom(page.getByRole('form', { name: 'Message to the assistant' }))).toBeGreaterThan(ABOVE_KEYBOARD.height - 40);
    await page.getByText('What shall we get done?').scrollIntoViewIfNeeded();
    expect(await top(page.getByText('What shall we get done?'))).toBeGreaterThan(await bottom(page.getByRole('heading', { name: 'Assistant' })));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('log').getByText('Overdue: nothing.').waitFor();
  });

  test('account and colours are behind one button, and the choice is kept', async () => {
    todo = await TodoPage.open('phone-light', { todos: MANY.slice(0, 3) });
    const { page } = todo;
    const scheme = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await page.getByRole('button', { name: 'Account and settings' }).click();
    await page.getByText('A private list, kept for this browser.').waitFor();
    await page.getByTitle('Dark').click();
    await until(scheme, 'dark');
    await todo.picture('settings');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await page.reload();
    await page.getByRole('checkbox', { name: 'Todo 0', exact: true }).waitFor();
    expect(await scheme()).toBe('dark');
  });

  test('a finger finds everything: nothing to press is smaller than 44 pixels', async () => {
    todo = await TodoPage.open('phone-light', { todos: [{ title: 'Short' }, { title: 'Send the tax return', due: '2020-01-01', priority: 'high', notes: 'Blue folder' }] });
    const { page } = todo;
    const small = (): Promise<string[]> => page.evaluate(tooSmall, 44);
    await page.getByRole('checkbox', { name: 'Short' }).waitFor();
    expect(await small()).toEqual([]);
    await page.getByRole('button', { name: 'Select several' }).click();
    await page.getByRole('checkbox', { name: 'Select Short' }).waitFor();
    expect(await small()).toEqual([]);
    await page.getByRole('button', { name: 'End selecting' }).last().click();
    await page.getByRole('button', { name: 'Short', exact: true }).click();
    await page.getByRole('group', { name: 'Priority' }).waitFor();
    expect(await small()).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    for (const name of ['Filter', 'Order: My order', 'More', 'Account and settings']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog', { name, exact: true }).locator('button, select').first().waitFor();
      expect(await small()).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await todo.say('delete everything about tax');
    await page.getByRole('button', { name: 'Yes, do it' }).waitFor();
    expect(await small()).toEqual([]);
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).waitFor();
    await todo.say('add water the plants');
    await page.getByRole('button', { name: /^Undo: / }).waitFor();
    expect(await small()).toEqual([]);
    await todo.show('Todos');
    await page.setViewportSize({ width: 820, height: 1180 });
    await todo.picture('tablet');
    expect(await small()).toEqual([]);
    // What only a mouse would uncover must not be there to be hit by chance.
    expect(await page.getByRole('listitem').getByRole('button', { name: /^Delete / }).count()).toBe(0);
  });

  test('nothing sticks out, however narrow the phone or long a word', async () => {
    todo = await TodoPage.open('phone-light', { todos: [{ title: 'Send the tax return', due: '2020-01-01', priority: 'high', tags: ['t'.repeat(40)], notes: 'Blue folder' }, { title: 'D'.repeat(200) }] });
    const { page } = todo;
    await page.setViewportSize({ width: 320, height: 568 });
    await page.getByRole('checkbox', { name: 'Send the tax return' }).waitFor();
    expect(await page.evaluate(stickingOut)).toEqual([]);
    await page.getByRole('button', { name: 'Send the tax return', exact: true }).click();
    await page.getByRole('group', { name: 'Priority' }).waitFor();
    await todo.picture('narrow-editor');
    expect(await page.evaluate(stickingOut)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Import a file…' }).click();
    await page.getByLabel('File').waitFor();
    expect(await page.evaluate(stickingOut)).toEqual([]);
    await page.keyboard.press('Escape');
    await todo.say(`delete ${'D'.repeat(200)}`);
    await page.getByRole('button', { name: 'Yes, do it' }).waitFor();
    await todo.picture('narrow-confirmation');
    expect(await page.evaluate(stickingOut)).toEqual([]);
  });

  test('a todo that the assistant names is one tap away', async () => {
    todo = await TodoPage.open('phone-light', { todos: [...MANY, { title: 'Pay rent', due: '2020-01-01' }] });
    await todo.say('what is overdue?');
    await todo.page.getByRole('region', { name: 'Overdue' }).getByRole('button', { name: /Pay rent/ }).click();
    const row = todo.page.getByRole('checkbox', { name: 'Pay rent' });
    await row.waitFor();
    await until(async () => (await top(row)) > 0 && (await bottom(row)) < 844, true);
  });
});

async function top(element: Locator): Promise<number> {
  return (await element.boundingBox())?.y ?? Number.NaN;
}

async function bottom(element: Locator): Promise<number> {
  const box = await element.boundingBox();
  return box === null ? Number.NaN : box.y + box.height;
}

/**
 * What can be pressed but not everywhere within `size` pixels around its middle, by name. Runs in the page. What lies
 * under something else at the moment, or outside of the window, is somebody else's turn.
 */
function tooSmall(size: number): string[] {
  const reach = size / 2 - 1;
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const targets = [...document.querySelectorAll('button, a[href], select, label:has(input[type=radio], input[type=checkbox]), input:not(label > [type=radio], label > [type=checkbox])')];
  return targets.flatMap((control) => {
    const target = control.closest('label') ?? control;
    const { left, top, width, height } = target.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hits = (dx: number, dy: number): boolean => {
      const hit = document.elementFromPoint(x + dx, y + dy);
      return hit !== null && (target.contains(hit));
    };
    if (width === 0 || !inside(x, y) || !hits(0, 0)) return [];
    const edges = [[0, -reach], [0, reach], [-reach, 0], [reach, 0]].filter(([dx = 0, dy = 0]) => inside(x + dx, y + dy));
    return edges.every(([dx = 0, dy = 0]) => hits(dx, dy)) ? [] : [target.getAttribute('aria-label') ?? target.textContent];
  });
}

/**
 * What is wider than what holds it, by its element. Runs in the page. What is cut on purpose, with an
 * ellipsis, is not meant, and neither are rows of things that scroll sideways.
 */
function stickingOut(): string[] {
  const all = [...document.querySelectorAll<HTMLElement>('main *, dialog[open] *')].filter((element) => element.offsetWidth > 0 && element.closest('.sr-only, nav, svg, input, textarea, select') === null);
  const holdsTooMuch = (element: HTMLElement): boolean => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).textOverflow !== 'ellipsis';
  const leavesPage = (element: HTMLElement): boolean => element.getBoundingClientRect().right > innerWidth;
  // A button beside what was said stands outside of it.
  const isMeant = (element: HTMLElement): boolean => element.closest('[role=log]') !== null;
  return all.filter((element) => leavesPage(element) || (holdsTooMuch(element) && !isMeant(element))).map((element) => `${element.outerHTML.slice(0, 80)}`);
}
