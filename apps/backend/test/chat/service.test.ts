import type { ChatEvent, Message } from '@todo-chatbot/contracts';
import type { Assistant, Piece, Turn } from '../../src/assistant/assistant';
import { AssistantError } from '../../src/assistant/assistant';
import { startApp, type TestApp, type Visitor } from '../support/app';
import { openEvents } from '../support/event-source';
import { startPglite } from '../support/pglite';
import type { DatabasePort } from '../../src/db/port';

/** An assistant that a test tells what to do. */
let answer: (turn: Turn) => AsyncIterable<Piece>;
const scripted: Assistant = { kind: 'gemini', name: 'Scripted', answer: (turn) => answer(turn) };

let database: DatabasePort;
let test: TestApp;
let visitor: Visitor;

beforeAll(async () => {
  database = await startPglite();
  test = await startApp({
    database,
    assistant: scripted,
    settings: { RATE_LIMIT_CHAT: 0, ASSISTANT_TOKENS_PER_DAY: 1000 },
  });
}, 60_000);
afterAll(async () => {
  await test.stop();
  await database.close();
});
beforeEach(() => {
  visitor = test.visitor();
});

const history = async (who = visitor): Promise<Message[]> =>
  (await who.ask<{ messages: Message[] }>('GET', '/api/chat/history')).body.messages;

const endOf = (events: readonly ChatEvent[]): ChatEvent | undefined => events.at(-1);

async function* pieces(...all: Piece[]): AsyncGenerator<Piece> {
  yield* all;
}

describe('a conversation', () => {
  it('streams an answer, and keeps it as it was streamed', async () => {
    answer = () => pieces({ text: 'Hello ' }, { text: 'you' });
    const events = await visitor.say('hi');
    expect(events.map(({ type }) => type)).toEqual(['start', 'text', 'text', 'done']);
    expect(endOf(events)).toMatchObject({ message: { role: 'assistant', text: 'Hello you', state: 'complete' } });
    expect((await history()).map(({ role, text }) => [role, text])).toEqual([
      ['user', 'hi'],
      ['assistant', 'Hello you'],
    ]);
  });

  it('A6: takes invisible characters out of what the model says', async () => {
    answer = () => pieces({ text: 'a\u200b\u{e0041}' }, { text: '\u202e' }, { text: 'b' });
    const events = await visitor.say('hi');
    expect(events.map(({ type }) => type)).toEqual(['start', 'text', 'text', 'done']);
    expect((await history())[1]?.text).toBe('ab');
  });

  it('A5: passes markup on as text; nothing of it is HTML in an answer of the API', async () => {
    answer = () =>
      pieces({ text: '<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![p](https://evil.example/p.png)' });
    const answered = await visitor.ask('POST', '/api/chat', { payload: { message: 'hi' } });
    expect(answered.headers['content-type']).toContain('text/event-stream');
    expect(answered.headers['x-content-type-options']).toBe('nosniff');
    expect((await history())[1]?.text).toContain('<img');
    expect((await visitor.ask('GET', '/api/chat/history')).headers['content-type']).toContain('application/json');
  });

  it('is kept per person, and can be cleared', async () => {
    answer = () => pieces({ text: 'ok' });
    await visitor.say('mine');
    expect(await history(test.visitor())).toEqual([]);
    expect((await visitor.ask('DELETE', '/api/chat/history')).status).toBe(204);
    expect(await history()).toEqual([]);
  });

  it('tells what went wrong without the reason of the inside, and keeps what was said until then', async () => {
    answer = async function* () {
      yield { text: 'I will' };
      throw new Error('password=hunter2');
    };
    const events = await visitor.say('hi');
    expect(endOf(events)).toMatchObject({ type: 'error', retryable: true });
    expect(JSON.stringify(events)).not.toContain('hunter2');
    expect((await history())[1]).toMatchObject({ state: 'failed', text: expect.stringMatching(/^I will\n\n/) });
  });

  it('A9: passes on what an assistant says about its failure', async () => {
    answer = async function* () {
      yield* pieces();
      throw new AssistantError('Gemini has too much to do.', { retryable: true });
    };
    expect(endOf(await visitor.say('hi'))).toEqual({
      type: 'error',
      detail: 'Gemini has too much to do.',
      retryable: true,
    });
  });

  it('A9: stops when the reader goes away: the assistant is told, and what was said is kept as stopped', async () => {
    let told: ((reason: unknown) => void) | undefined;
    const stopped = new Promise((resolve) => (told = resolve));
    answer = async function* ({ signal }) {
      yield { text: 'Once upon a time' };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      told?.(signal.aborted);
      throw signal.reason;
    };
    await visitor.list();
    const source = await openEvents(`${await test.listen()}/api/chat`, {
      method: 'POST',
      headers: { cookie: visitor.cookie(), 'content-type': 'application/json' },
      body: JSON.stringify({ message: 'tell me a story' }),
    });
    await source.next();
    expect((await source.next()).data).toEqual({ type: 'text', delta: 'Once upon a time' });
    source.close();
    expect(await stopped).toBe(true);
    const kept = await untilSaid(2);
    expect(kept[1]).toMatchObject({ text: 'Once upon a time', state: 'stopped' });
  });

  it('A9: gives one person two answers at a time, and the third a 429', async () => {
    let finish: (() => void) | undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let begun = 0;
    answer = async function* () {
      begun += 1;
      yield { text: 'wait' };
      await finished;
    };
    await visitor.list();
    const open = [visitor.say('one'), visitor.say('two')];
    while (begun < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const third = await visitor.ask<{ code: string }>('POST', '/api/chat', { payload: { message: 'three' } });
    expect([third.status, third.body.code, third.headers['retry-after']]).toEqual([429, 'too-many-streams', '2']);
    finish?.();
    for (const events of await Promise.all(open)) expect(endOf(events)?.type).toBe('done');
    expect(endOf(await visitor.say('four'))?.type).toBe('done');
  });

  it('A8: has a budget for a day, for each person; who used it up is told when to come back', async () => {
    answer = async function* ({ spend }) {
      spend(1000);
      yield { text: 'expensive' };
    };
    expect(endOf(await visitor.say('one'))?.type).toBe('done');
    const refused = await visitor.ask<{ code: string }>('POST', '/api/chat', { payload: { message: 'two' } });
    expect([refused.status, refused.body.code]).toEqual([429, 'assistant-budget']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(80_000);
    expect(endOf(await test.visitor().say('mine'))?.type).toBe('done');
  });

  it('A7: gives the assistant whole earlier messages, as many as there is room for, newest first', async () => {
    answer = () => pieces({ text: 'x'.repeat(5000) });
    for (const message of ['one', 'two', 'three']) await visitor.say(message);
    let given: Turn['history'] = [];
    answer = async function* ({ history: earlier }) {
      given = earlier;
      yield* pieces({ text: 'ok' });
    };
    await visitor.say('four');
    expect(given.map(({ role, text }) => `${role} ${text.length}`)).toEqual([
      'user 3',
      'assistant 5000',
      'user 5',
      'assistant 5000',
    ]);
    expect(given.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(12_000);
  });

  it('keeps the newest 200 messages', async () => {
    answer = () => pieces({ text: 'ok' });
    for (let n = 0; n < 102; n++) await visitor.say(`message ${n}`);
    const kept = await history();
    expect(kept).toHaveLength(200);
    expect([kept[0]?.text, kept.at(-2)?.text]).toEqual(['message 2', 'message 101']);
  }, 120_000);

  async function untilSaid(count: number): Promise<Message[]> {
    for (;;) {
      const messages = await history();
      if (messages.length >= count) return messages;
    }
  }
});
