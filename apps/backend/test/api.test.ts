import { randomUUID } from 'node:crypto';
import type { Change, ChatEvent, Problem, Todo, TodoPage } from '@todo-chatbot/contracts';
import { sql } from 'kysely';
import { inWorkspace } from '../src/db/workspace';
import { startApp, type TestApp, type Visitor } from './support/app';

let test: TestApp;
let visitor: Visitor;

beforeAll(async () => {
  test = await startApp();
}, 60_000);
afterAll(() => test.stop());
beforeEach(() => {
  visitor = test.visitor();
});

const create = (title: string, who = visitor): Promise<Todo> => who.create({ title });
const list = (query = '', who = visitor): Promise<TodoPage> => who.list(query);
const titles = (query = ''): Promise<string[]> => visitor.titles(query);
const chat = (message: string, who = visitor): Promise<ChatEvent[]> => who.say(message);

describe('todos', () => {
  it('are created, listed in their order, changed and deleted', async () => {
    const first = await create('one');
    await create('two');
    expect(await titles()).toEqual(['one', 'two']);
    const { body } = await visitor.ask('PATCH', `/api/todos/${first.id}`, {
      payload: { done: true },
      headers: { 'if-match': '"1"' },
    });
    expect((body as Change).todos[0]).toMatchObject({ done: true, version: 2 });
    await visitor.ask('DELETE', `/api/todos/${first.id}`);
    expect(await titles()).toEqual(['two']);
  });

  it('lose nothing to two editors: the second is told what it is now', async () => {
    const todo = await create('draft');
    await visitor.ask('PATCH', `/api/todos/${todo.id}`, { payload: { title: 'mine' }, headers: { 'if-match': '"1"' } });
    const late = await visitor.ask('PATCH', `/api/todos/${todo.id}`, {
      payload: { title: 'yours' },
      headers: { 'if-match': '"1"' },
    });
    expect(late.status).toBe(412);
    expect((late.body as Problem).current).toMatchObject({ title: 'mine', version: 2 });
    expect((await visitor.ask('PATCH', `/api/todos/${todo.id}`, { payload: { title: 'x' } })).status).toBe(428);
  });

  it('are created once per idempotency key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const answers = [
      await visitor.ask('POST', '/api/todos', { payload: { title: 'once' }, headers }),
      await visitor.ask('POST', '/api/todos', { payload: { title: 'once' }, headers }),
    ];
    expect((answers[0]?.body as Todo).id).toBe((answers[1]?.body as Todo).id);
    expect((await list()).total).toBe(1);
    expect((await visitor.ask('POST', '/api/todos', { payload: { title: 'other' }, headers })).status).toBe(422);
  });

  it('come back with undo, once', async () => {
    const todo = await create('keep me');
    const { body } = await visitor.ask('DELETE', `/api/todos/${todo.id}`);
    const { undoId } = body as Change;
    expect((await visitor.ask('POST', `/api/undo/${undoId}`)).status).toBe(200);
    expect(await titles()).toEqual(['keep me']);
    expect((await visitor.ask('POST', `/api/undo/${undoId}`)).status).toBe(404);
  });

  it('move between two others', async () => {
    const [a, b, c] = [await create('a'), await create('b'), await create('c')];
    await visitor.ask('POST', `/api/todos/${c?.id}/move`, { payload: { after: a?.id, before: b?.id } });
    expect(await titles()).toEqual(['a', 'c', 'b']);
  });

  it('are completed and cleared in bulk', async () => {
    const ids = [(await create('a')).id, (await create('b')).id];
    await create('c');
    await visitor.ask('POST', '/api/todos/bulk', { payload: { action: 'complete', ids } });
    expect((await list('?status=done')).total).toBe(2);
    await visitor.ask('POST', '/api/todos/bulk', { payload: { action: 'clear-done' } });
    expect(await titles()).toEqual(['c']);
  });

  it('are found by words, due date and tag, page by page', async () => {
    await visitor.ask('POST', '/api/todos', { payload: { title: 'pay taxes', due: '2020-01-01', tags: ['money'] } });
    await create("100% %_ done'; DROP TABLE todos; --");
    expect(await titles('?search=taxes')).toEqual(['pay taxes']);
    expect(await titles('?due=overdue')).toEqual(['pay taxes']);
    expect(await titles('?tag=money')).toEqual(['pay taxes']);
    // A11: what looks like SQL or a pattern is data.
    expect(await titles(`?search=${encodeURIComponent("%_ done'; DROP")}`)).toHaveLength(1);
    const { nextCursor } = await list('?limit=1');
    expect((await list(`?limit=1&cursor=${nextCursor}`)).items).toHaveLength(1);
  });
});

describe('the chat', () => {
  it('creates a todo and keeps the conversation, also for a first visitor', async () => {
    const events = await chat('remind me to call mum tomorrow at 5');
    expect(events.map(({ type }) => type)).toEqual(['start', 'card', 'text', 'done']);
    expect((await list()).items[0]).toMatchObject({
      title: 'Call mum',
      due: expect.stringMatching(/T17:00:00/) as string,
    });
    const { body } = await visitor.ask('GET', '/api/chat/history');
    expect((body as { messages: unknown[] }).messages).toHaveLength(2);
  });

  it('asks before it changes several, and does it at a click, once', async () => {
    await create('file taxes');
    await create('pay taxes');
    const card = (await chat('mark everything about taxes as done')).find((event) => event.type === 'card')?.card;
    if (card?.kind !== 'confirmation') throw new Error('no confirmation');
    expect(card.changes.map(({ title }) => title).sort()).toEqual(['file taxes', 'pay taxes']);
    expect((await list('?status=done')).total).toBe(0);
    await visitor.ask('POST', `/api/chat/confirmations/${card.id}`, { payload: { decision: 'approve' } });
    expect((await list('?status=done')).total).toBe(2);
    expect(
      (await visitor.ask('POST', `/api/chat/confirmations/${card.id}`, { payload: { decision: 'approve' } })).status,
    ).toBe(410);
  });
});

describe('security', () => {
  it('A1, A12: a stranger sees and changes nothing of another, not even with the id', async () => {
    const todo = await create('private');
    const stranger = test.visitor();
    expect((await list('', stranger)).total).toBe(0);
    for (const [method, url] of [
      ['DELETE', `/api/todos/${todo.id}`],
      ['PATCH', `/api/todos/${todo.id}`],
    ] as const) {
      expect((await stranger.ask(method, url, { payload: { done: true }, headers: { 'if-match': '*' } })).status).toBe(
        404,
      );
    }
    expect(await titles()).toEqual(['private']);
  });

  it('A12: row-level security hides other workspaces from a query without a condition', async () => {
    await create('mine');
    const { db } = test.services.database;
    const stranger = test.visitor();
    await stranger.list();
    const rows = await inWorkspace(db, randomUUID(), (scope) => scope.db.selectFrom('todos').selectAll().execute());
    expect(rows).toEqual([]);
    expect(await db.selectFrom('todos').selectAll().execute()).toEqual([]);
  });

  it('A11: requests run under a role without DDL', async () => {
    const { db } = test.services.database;
    await expect(sql`create table mischief (id int)`.execute(db)).rejects.toThrow(/permission denied/);
    await expect(sql`select value from server_keys`.execute(db)).rejects.toThrow(/permission denied/);
  });

  it('A13: the session cookie is __Host-, Secure, HttpOnly and signed', async () => {
    const { headers } = await visitor.ask('GET', '/api/session');
    const cookie = String(headers['set-cookie']);
    expect(cookie).toMatch(
      /^__Host-session=[\w-]{43}\.[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const forged = await test
      .visitor()
      .ask('GET', '/api/todos', { headers: { cookie: cookie.split(';')[0]?.replace(/\..*/, '.forged') ?? '' } });
    expect(forged.headers['set-cookie']).toBeDefined();
  });

  it.each([
    ['A14: another origin', { origin: 'https://evil.example', host: 'localhost' }],
    ['A14: another site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s may change nothing', async (_name, headers) => {
    expect((await visitor.ask('POST', '/api/todos', { payload: { title: 'x' }, headers })).status).toBe(403);
  });

  it('A14: a form post is refused', async () => {
    expect(
      (
        await visitor.ask('POST', '/api/todos', {
          payload: 'title=x',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(415);
  });

  it('A3, A7: unknown fields, wrong types and too much are refused before anything happens', async () => {
    for (const payload of [{ title: 'x', userId: 'me' }, { title: 7 }, { title: 'x'.repeat(201) }]) {
      expect((await visitor.ask('POST', '/api/todos', { payload })).status).toBe(422);
    }
    expect(
      (await visitor.ask('POST', '/api/todos', { payload: { title: 'x', notes: 'n'.repeat(70_000) } })).status,
    ).toBe(413);
    expect((await visitor.ask('POST', '/api/chat', { payload: { message: 'x'.repeat(2001) } })).status).toBe(422);
  });

  it('A6: invisible characters are taken out', async () => {
    expect((await create('pay\u200b \u{e0041}bills\u202e')).title).toBe('pay bills');
  });

  it('A17: errors are problem details without a stack', async () => {
    const { status, body, headers } = await visitor.ask('POST', '/api/todos', {
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(status).toBe(400);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(JSON.stringify(body)).not.toMatch(/at .*\.ts|node_modules/);
    expect((body as Problem).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('A20: livez needs no database, readyz does, and neither tells details', async () => {
    expect((await visitor.ask('GET', '/livez')).body).toEqual({ status: 'ok' });
    expect((await visitor.ask('GET', '/readyz')).body).toEqual({ status: 'ok' });
  });
});
