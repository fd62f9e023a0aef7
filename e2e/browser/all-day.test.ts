import { afterEach, describe, expect, test } from '@jest/globals';
import { TodoPage } from './support/todo-page';

describe.each(['desktop-light', 'phone-dark'] as const)('a page that stays open, %s', (look) => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test('says by itself what has become overdue, and in more than colour', async () => {
    const due = new Date(Date.now() + 30 * 60_000).toISOString();
    todo = await TodoPage.open(look, { todos: [{ title: 'Call mum', due }] });
    const { page } = todo;
    await page.clock.install();
    await page.reload();
    await page.getByRole('time').getByText(/^(?:Today|Tomorrow) [0-9:]+$/).waitFor();
    await page.clock.fastForward('31:00');
    await page.getByRole('time').getByText(/, overdue$/).waitFor();
    await todo.picture('overdue');
    expect(await todo.accessibilityFaults()).toEqual([]);
  });

  test('says dates in full to whoever asks', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Renew the passport', due: '2031-05-04T07:30:00.000Z' }, { title: 'Pay rent', due: '2020-01-01' }] });
    const { page } = todo;
    await page.getByText(/^4 May 2031 0?9:30$/).waitFor();
    await page.getByText('1 Jan 2020, overdue', { exact: true }).waitFor();
    const titles = await page.getByRole('time').evaluateAll((times) => times.map((time) => time.getAttribute('title')));
    expect(titles).toEqual([expect.stringMatching(/^Sunday,? 4 May 2031 at 0?9:30$/), expect.stringMatching(/^Wednesday,? 1 January 2020$/)]);
  });
});
