import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

const KEPT = [
  { title: 'Kept, "quoted"\nnever', notes: 'two\nlines', due: '2031-05-04', priority: 'high', tags: ['work', 'boss'], done: false },
  { title: 'Done with', done: true },
].map((todo) => ({ ...todo, title: todo.title.replace('\n', ' ') })) as { title: string; done: boolean }[];

describe.each(['desktop-light', 'phone-dark'] as const)('files, %s', (look) => {
  let todo: TodoPage;
  afterEach(async () => {
    expect(todo.complaintsBut()).toEqual([]);
    await todo.close();
  });

  test.each(['JSON', 'CSV'])('%s: what goes out comes in again as it was', async (format) => {
    todo = await TodoPage.open(look, { todos: KEPT });
    const { page, elsewhere } = todo;
    const before = await portable(todo);
    const { name, content } = await exportAs(page, format);
    expect(name).toMatch(new RegExp(`^todos-\\d{4}-\\d\\d-\\d\\d\\.${format.toLowerCase()}$`));
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Clear everything done' }).click();
    await page.getByText('Cleared 1 todo done').waitFor();
    await page.getByRole('checkbox', { name: KEPT[0]!.title }).focus();
    await page.keyboard.press('Delete');
    await until(() => elsewhere.count(), 0);
    await importFile(page, { name, mimeType: '', buffer: content });
    await page.getByRole('dialog', { name: 'Import todos' }).getByText('2 todos').waitFor();
    expect(await portable(todo)).toEqual(before);
  });

  test('name each row that cannot be taken, take the rest, and take it back on request', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Here before' }] });
    const { page } = todo;
    const lines = ['title,priority', 'Came in,high', ',low', 'Too eager,utmost', 'Eager,very', 'Keen,a bit'].join('\n');
    await importFile(page, { name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(lines) });
    const dialog = page.getByRole('dialog', { name: 'Import todos' });
    await dialog.getByText('4 rows were left out').waitFor();
    await dialog.getByText('Row 3', { exact: true }).waitFor();
    await dialog.getByText('Rows 4, 5 and 6', { exact: true }).waitFor();
    await todo.picture('imported');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await until(todo.titles, ['Here before', 'Came in']);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await until(todo.titles, ['Here before']);
  });

  test('that are no list of todos change nothing', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Here before' }] });
    const { page } = todo;
    await importFile(page, { name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('[{"title":') });
    await page.getByRole('status').getByText('Nothing was imported from “broken.json”.').waitFor();
    await todo.picture('not-imported');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(await todo.elsewhere.titles()).toEqual(['Here before']);
    // The browser reports the refusal as an error of the page, which it is not.
    expect(todo.complaintsBut(/400 \(Bad Request\)/)).toEqual([]);
    todo.forgetComplaints();
    // Mended and chosen again, under the same name.
    await page.getByLabel('File').setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('[{"title":"Mended"}]') });
    await page.getByRole('dialog').getByText('Imported “Mended”').waitFor();
  });

  test('come in also while nobody looks, and can be taken back then', async () => {
    let lost = true;
    todo = await TodoPage.open(look, {
      fault: (method, path) => {
        if (method !== 'POST' || path !== '/api/todos/import' || !lost) return undefined;
        lost = false;
        return 'lost';
      },
    });
    const { page } = todo;
    await importFile(page, { name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from('title\nSlow one') });
    await page.keyboard.press('Escape');
    await page.getByText('Imported “Slow one”').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await until(todo.titles, []);
    expect(todo.complaintsBut(/net::ERR_/)).toEqual([]);
    todo.forgetComplaints();
  });

  test('that are too large are told of before they are sent', async () => {
    todo = await TodoPage.open(look);
    await importFile(todo.page, { name: 'huge.csv', mimeType: 'text/csv', buffer: Buffer.alloc(3 * 1024 ** 2, 'x') });
    await todo.page.getByText('“huge.csv” is too large: a file may have 2 MB, this one has 3 MB. Split it, and import the parts.').waitFor();
    expect(todo.proxy.requests).not.toContain('POST /api/todos/import');
  });

  test('that something on the way refuses as too large change nothing', async () => {
    todo = await TodoPage.open(look, { fault: (method, path) => (method === 'POST' && path === '/api/todos/import' ? { status: 413 } : undefined) });
    await importFile(todo.page, { name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from('title\nOne') });
    await todo.page.getByText('Nothing was imported from “mine.csv”. That is too large for the server. Split it into smaller parts.').waitFor();
    expect(todo.complaintsBut(/413/)).toEqual([]);
    todo.forgetComplaints();
  });
});

interface File {
  readonly name: string;
  readonly content: Buffer;
}

async function exportAs(page: Page, format: string): Promise<File> {
  await page.getByRole('button', { name: 'More' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: `Export as ${format}` }).click()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

async function importFile(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Import a file…' }).click();
  await page.getByLabel('File').setInputFiles(file);
}

async function portable(todo: TodoPage): Promise<unknown> {
  const all = await todo.elsewhere.list();
  return all.map(({ title, notes, due, priority, tags, done }) => ({ title, notes, due, priority, tags, done }));
}
