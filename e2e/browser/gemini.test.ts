import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createGeminiAssistant } from '../../apps/backend/src/assistant/gemini/gemini-assistant';
import { ableModel } from '../../apps/backend/test/support/able-model';
import { startGemini, type GeminiServer } from '../../apps/backend/test/support/gemini-server';
import { startBackend } from './support/backend';
import { TodoPage } from './support/todo-page';
import { until } from './support/until';

const MODEL = 'gemini-3.8-flash';

let gemini: GeminiServer;
beforeAll(async () => {
  gemini = await startGemini();
  await startBackend(createGeminiAssistant({ apiKey: gemini.apiKey, model: MODEL, baseUrl: gemini.url }));
});
afterAll(() => gemini.close());

describe.each(['desktop-light', 'phone-dark'] as const)('with Gemini, %s', (look) => {
  let todo: TodoPage;
  afterEach(async () => {
    expect(gemini.complaints).toEqual([]);
    await todo.close();
  });

  test('what the model calls is done at once and shown as a card; what is bulk waits for a click', async () => {
    gemini.model = ableModel;
    todo = await TodoPage.open(look, { todos: [{ title: 'Collect receipts', tags: ['taxes'] }, { title: 'Send the form', tags: ['taxes'] }] });
    const { page } = todo;
    await todo.say('remind me to call mum tomorrow at 5');
    await page.getByRole('log').getByText('I will remind you.').waitFor();
    await page.getByRole('button', { name: /^Undo: .*Call mum/ }).waitFor();
    await page.getByText(MODEL).waitFor();
    await todo.say('mark everything about taxes as done');
    await page.getByRole('button', { name: 'Yes, do it' }).waitFor();
    await todo.picture('gemini');
    expect(await todo.accessibilityFaults()).toEqual([]);
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await until(async () => (await todo.elsewhere.list()).map(({ title, done }) => [title, done]), [
      ['Collect receipts', true],
      ['Send the form', true],
      ['Call mum', false],
    ]);
    expect(todo.complaintsBut()).toEqual([]);
  });

  test('a model that is away is told of, and asked again on request', async () => {
    gemini.model = () => ({ status: 400, reason: 'INVALID_ARGUMENT', message: 'no such model' });
    todo = await TodoPage.open(look);
    await todo.say('what is overdue?');
    await todo.page.getByText('Not finished.').waitFor();
    await until(() => todo.page.getByRole('alert').count(), 0);
    await todo.picture('gemini-away');
    const log = todo.page.getByRole('log');
    expect(await log.getByText('Gemini did not accept the request.').count()).toBe(1);
    expect(await log.innerText()).not.toMatch(/INVALID_ARGUMENT|no such model|AIza/);
    gemini.model = ableModel;
    await todo.page.getByRole('button', { name: 'Try again' }).click();
    await log.getByText('Nothing.').waitFor();
  });
});
