import { afterEach, describe, expect, test } from '@jest/globals';
import { AssistantError } from '../../apps/backend/src/assistant/assistant';
import { problem } from './support/proxy';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

/** Holds a script up until the test lets it go on. */
function gate(): { readonly passed: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

const aborted = (signal: AbortSignal): Promise<void> => new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
const TAXES = Array.from({ length: 7 }, (_, index) => ({ title: `Tax form ${String(index + 1)}`, tags: ['taxes'] }));

describe.each(['desktop-dark', 'phone-light'] as const)('the assistant, %s', (look) => {
  let todo: TodoPage;
  afterEach(() => todo.close());

  test('answers word by word, does what was asked at once, and can take it back', async () => {
    const rest = gate();
    todo = await TodoPage.open(look, {
      script: async function* ({ tools }) {
        yield { text: 'Done, **and ' };
        await rest.passed;
        yield { card: await tools.add([{ title: 'Call mum' }]) };
        yield { text: 'noted**.' };
      },
    });
    const { page } = todo;
    await todo.say('remind me to call mum');
    await page.getByText('Done,').waitFor();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await todo.picture('answering');
    rest.open();
    await page.locator('strong', { hasText: 'and noted' }).waitFor();
    await page.getByRole('button', { name: 'Send' }).waitFor();
    await todo.show('Todos');
    await until(todo.titles, ['Call mum']);
    await todo.show('Assistant');
    await page.getByRole('button', { name: /^Undo: / }).click();
    await page.getByText('Undone', { exact: true }).waitFor();
    await todo.show('Todos');
    await until(todo.titles, []);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('understands plain language without a model', async () => {
    todo = await TodoPage.open(look, { todos: [{ title: 'Write the report' }, { title: 'Pay rent', due: '2020-01-01' }] });
    const { page } = todo;
    await todo.say('remind me to call mum tomorrow at 5');
    await page.getByRole('button', { name: /^Undo: .*Call mum/i }).waitFor();
    await todo.say('what is overdue?');
    await page.getByRole('region', { name: 'Overdue' }).getByText('Pay rent').waitFor();
    await todo.say('move the report to Friday');
    await until(async () => (await todo.elsewhere.list()).map(({ title, due }) => [title.toLowerCase(), due !== null]), [
      ['write the report', true],
      ['pay rent', true],
      ['call mum', true],
    ]);
    await page.getByRole('button', { name: /^Undo: .*report/i }).waitFor();
    await todo.picture('plain-language');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('asks before it deletes, naming every change, and obeys either answer', async () => {
    todo = await TodoPage.open(look, { todos: TAXES });
    const { page, elsewhere } = todo;
    await todo.say('delete everything about tax');
    const card = page.getByRole('region', { name: 'Delete 7 todos?' });
    await card.getByText('Tax form 5').waitFor();
    await card.getByRole('button', { name: 'Show all 7' }).click();
    await card.getByText('Tax form 7').waitFor();
    await todo.picture('confirmation');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(await elsewhere.count()).toBe(7);
    await card.getByRole('button', { name: 'No' }).click();
    await card.getByText('Not done').waitFor();
    expect(await elsewhere.count()).toBe(7);
    await todo.say('delete everything about tax');
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.getByText('Allowed and done').waitFor();
    await until(() => elsewhere.count(), 0);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await until(() => elsewhere.count(), 7);
  });

  test('does nothing when what it showed is no longer so, and says why', async () => {
    todo = await TodoPage.open(look, { todos: TAXES.slice(0, 2) });
    const { page, elsewhere } = todo;
    await todo.say('delete everything about tax');
    await page.getByRole('button', { name: 'Yes, do it' }).waitFor();
    const [first] = await elsewhere.list();
    await elsewhere.patch(first!, { title: 'Tax form, now precious' });
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.getByText('Nothing was changed.').waitFor();
    await todo.picture('stale-confirmation');
    expect(await elsewhere.count()).toBe(2);
  });

  test('stops when told to; the server hears of it and what was said stays', async () => {
    let heard = false;
    todo = await TodoPage.open(look, {
      script: async function* ({ signal }) {
        yield { text: 'A very long story' };
        await aborted(signal);
        heard = true;
      },
    });
    await todo.say('tell me a story');
    await todo.page.getByText('A very long story').waitFor();
    await todo.page.getByRole('button', { name: 'Stop' }).click();
    await todo.page.getByText('Stopped.').waitFor();
    await until(() => heard, true);
    await todo.page.getByRole('button', { name: 'Try again' }).waitFor();
    await todo.page.reload();
    await todo.show('Assistant');
    await until(() => todo.page.getByText('A very long story').count(), 1);
    await todo.page.getByText('Stopped.').waitFor();
  });

  test('says that it failed and tries again', async () => {
    let tries = 0;
    todo = await TodoPage.open(look, {
      script: async function* () {
        tries += 1;
        if (tries === 1) throw new AssistantError('The model did not answer in time.', { retryable: true });
        yield { text: 'Here I am.' };
      },
    });
    await todo.say('hello?');
    await todo.page.getByText('Not finished.').waitFor();
    await until(() => todo.page.getByRole('log').getByText('The model did not answer in time.').count(), 1);
    await todo.picture('failed');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await todo.page.getByRole('button', { name: 'Try again' }).click();
    await todo.page.getByRole('log').getByText('Here I am.').waitFor();
    await until(() => todo.page.getByRole('button', { name: 'Try again' }).count(), 0);
  });

  test('says when there were too many questions', async () => {
    todo = await TodoPage.open(look);
    todo.proxy.fault = (_method, path) =>
      path === '/api/chat' ? { ...(problem(429, 'rate-limited') as { status: number }), headers: { 'content-type': 'application/problem+json', 'retry-after': '40' } } : undefined;
    await todo.say('hello?');
    await todo.page.getByText('That was too much at once. Try again in 40 s.').waitFor();
    await todo.page.getByText('hello?').waitFor();
  });

  test('A5: what a model writes can neither run nor fetch anything', async () => {
    const evil = [
      '<img src="/api/evil" onerror="document.title=\'owned\'">',
      '![pixel](https://evil.example/pixel.png)',
      '[click](javascript:alert(1)) and [away](https://example.com/)',
      '<script>document.title="owned"</script>',
    ].join('\n\n');
    todo = await TodoPage.open(look, {
      script: async function* () {
        yield { text: evil };
      },
    });
    await todo.say('be evil');
    const link = todo.page.getByRole('link', { name: 'away' });
    await link.waitFor();
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await todo.page.getByText('click', { exact: true }).getAttribute('href')).not.toContain('javascript');
    const log = todo.page.getByRole('log');
    expect(await log.locator('img, script, iframe').count()).toBe(0);
    expect(await todo.page.title()).toBe('Todo Chatbot');
    expect(todo.proxy.requests.filter((request) => request.includes('evil'))).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('refuses a message that is too long, and keeps it', async () => {
    todo = await TodoPage.open(look);
    await todo.say('x'.repeat(2010));
    await todo.page.getByText('10 characters too many').waitFor();
    expect(todo.proxy.requests).not.toContain('POST /api/chat');
  });

  test('copies an answer', async () => {
    todo = await TodoPage.open(look);
    await todo.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await todo.say('what is overdue?');
    const answer = todo.page.getByRole('log').getByText('Overdue: nothing.');
    await answer.hover();
    await todo.page.getByRole('button', { name: 'Copy answer' }).click();
    await todo.page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await todo.page.evaluate(() => navigator.clipboard.readText())).toBe('Overdue: nothing.');
  });

  test('forgets the conversation on request, in every window', async () => {
    todo = await TodoPage.open(look);
    const other = await todo.openWindow();
    await todo.say('what is overdue?');
    if (todo.isPhone) await other.getByRole('button', { name: 'Assistant' }).click();
    for (const page of [todo.page, other]) await page.getByRole('log').getByText('Overdue: nothing.').waitFor();
    await todo.page.getByRole('button', { name: 'Clear the conversation' }).click();
    await todo.page.getByRole('dialog').getByRole('button', { name: 'Clear the conversation' }).click();
    for (const page of [todo.page, other]) await page.getByText('What shall we get done?').waitFor();
  });
});
