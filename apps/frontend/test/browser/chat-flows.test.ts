import { afterEach, describe, expect, test } from '@jest/globals';
import type { FakeApi } from './support/fake-api';
import { problem } from './support/fake-api';
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

describe.each(['desktop-dark', 'phone-light'] as const)('the assistant, %s', (look) => {
  let todo: TodoPage;
  afterEach(async () => {
    expect(todo.api.unexpected).toEqual([]);
    await todo.close();
  });

  test('answers word by word, does what was asked at once, and can take it back', async () => {
    const rest = gate();
    todo = await TodoPage.open(look, (api) => {
      api.script = async function* () {
        yield { type: 'text', delta: 'Done, **and ' };
        await rest.passed;
        yield { type: 'card', card: { kind: 'action', change: api.change('Added “Call mum”', [api.seed({ title: 'Call mum', version: 0 })]) } };
        yield { type: 'text', delta: 'noted**.' };
      };
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
    await until(todo.titles.bind(todo), ['Call mum']);
    await todo.show('Assistant');
    await page.getByRole('button', { name: 'Undo: Added “Call mum”' }).click();
    await page.getByText('Undone', { exact: true }).waitFor();
    await todo.show('Todos');
    await until(todo.titles.bind(todo), []);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('asks before it deletes, naming every change, and obeys either answer', async () => {
    todo = await TodoPage.open(look, (api) => {
      for (let number = 1; number <= 7; number += 1) api.seed({ title: `Tax form ${String(number)}` });
      api.script = async function* () {
        yield { type: 'text', delta: 'Please confirm.' };
        yield { type: 'card', card: api.confirmation('Delete 7 todos?', [...api.todos.values()]) };
      };
    });
    const { page } = todo;
    await todo.say('delete everything about taxes');
    const card = page.getByRole('region', { name: 'Delete 7 todos?' });
    await card.getByText('Tax form 5').waitFor();
    await card.getByRole('button', { name: 'Show all 7' }).click();
    await card.getByText('Tax form 7').waitFor();
    await todo.picture('confirmation');
    expect(await todo.accessibilityFaults()).toEqual([]);
    expect(todo.api.todos.size).toBe(7);
    await card.getByRole('button', { name: 'No' }).click();
    await card.getByText('Not done').waitFor();
    expect(todo.api.todos.size).toBe(7);
    await todo.say('really, delete everything about taxes');
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.getByText('Allowed and done').waitFor();
    expect(todo.api.todos.size).toBe(0);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await until(() => todo.api.todos.size, 7);
  });

  test('stops when told to; the server hears of it and what was said stays', async () => {
    let heard = false;
    todo = await TodoPage.open(look, (api) => {
      api.script = async function* ({ signal }) {
        yield { type: 'text', delta: 'A very long story' };
        await aborted(signal);
        heard = true;
      };
    });
    await todo.say('tell me a story');
    await todo.page.getByText('A very long story').waitFor();
    await todo.page.getByRole('button', { name: 'Stop' }).click();
    await todo.page.getByText('Stopped.').waitFor();
    await until(() => heard, true);
    await until(() => todo.page.getByText('A very long story').count(), 1);
    await todo.page.getByRole('button', { name: 'Try again' }).waitFor();
  });

  test('says that it failed and tries again', async () => {
    let tries = 0;
    todo = await TodoPage.open(look, (api) => {
      api.script = async function* () {
        tries += 1;
        if (tries === 1) yield { type: 'error', detail: 'The model did not answer in time.', retryable: true };
        else yield { type: 'text', delta: 'Here I am.' };
      };
    });
    await todo.say('hello?');
    await todo.page.getByRole('alert').getByText('The model did not answer in time.').waitFor();
    await todo.picture('failed');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await todo.page.getByRole('button', { name: 'Try again' }).click();
    await todo.page.getByRole('log').getByText('Here I am.').waitFor();
    await until(() => todo.page.getByRole('button', { name: 'Try again' }).count(), 0);
  });

  test('says when there were too many questions', async () => {
    todo = await TodoPage.open(look, (api) => {
      api.intercept = (_method, path) => (path === '/api/chat' ? { ...problem(429, 'rate-limited'), headers: { 'content-type': 'application/problem+json', 'retry-after': '40' } } : undefined);
    });
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
    todo = await TodoPage.open(look, (api) => void api.addMessage('assistant', evil));
    await todo.show('Assistant');
    const link = todo.page.getByRole('link', { name: 'away' });
    await link.waitFor();
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await todo.page.getByText('click', { exact: true }).getAttribute('href')).not.toContain('javascript');
    const log = todo.page.getByRole('log');
    expect(await log.locator('img, script, iframe').count()).toBe(0);
    expect(await todo.page.title()).toBe('Todo Chatbot');
    expect(todo.api.requests.filter((request) => request.includes('evil'))).toEqual([]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('refuses a message that is too long, and keeps it', async () => {
    todo = await TodoPage.open(look);
    await todo.say('x'.repeat(2010));
    await todo.page.getByText('10 characters too many').waitFor();
    expect(todo.api.requests).not.toContain('POST /api/chat');
  });

  test('forgets the conversation on request, in every window', async () => {
    todo = await TodoPage.open(look, twoMessages);
    const other = await todo.openWindow();
    await todo.show('Assistant');
    await todo.page.getByText('Nothing is overdue.').waitFor();
    await todo.page.getByRole('button', { name: 'Clear the conversation' }).click();
    await todo.page.getByRole('dialog').getByRole('button', { name: 'Clear the conversation' }).click();
    await todo.page.getByText('What shall we get done?').waitFor();
    todo.api.publish({ type: 'chat' });
    if (todo.isPhone) await other.getByRole('button', { name: 'Assistant' }).click();
    await other.getByText('What shall we get done?').waitFor();
  });
});

function twoMessages(api: FakeApi): void {
  api.addMessage('user', 'what is overdue?');
  api.addMessage('assistant', 'Nothing is overdue.');
}
