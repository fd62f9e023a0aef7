import type { LiveEvent, Todo } from '@todo-chatbot/contracts';
import { connectPostgres } from '../../src/db/postgres';
import type { DatabasePort } from '../../src/db/port';
import { follow as followLog } from '../../src/live/follow';
import { startApp, type TestApp, type Visitor } from '../support/app';
import type { ReceivedEvent, TestEventSource } from '../support/event-source';
import { startPostgres, type TestPostgres } from '../support/postgres';

let postgres: TestPostgres;
let databases: DatabasePort[];
let one: TestApp;
let other: TestApp;
let visitor: Visitor;
let sources: TestEventSource[];

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  databases = [0, 1].map(() => connectPostgres({ url, onIdleError: () => undefined }));
  [one, other] = (await Promise.all(databases.map((database) => startApp({ database })))) as [TestApp, TestApp];
}, 60_000);
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await Promise.all(databases.map((database) => database.close()));
  await postgres.stop();
});
beforeEach(() => {
  visitor = one.visitor();
  sources = [];
});
afterEach(() => sources.forEach((source) => source.close()));

async function follow(who: Visitor, lastEventId?: string): Promise<TestEventSource> {
  const source = await who.follow(lastEventId);
  sources.push(source);
  expect((await source.next()).event).toBe('ready');
  return source;
}

async function take(source: TestEventSource, count: number): Promise<ReceivedEvent[]> {
  const events: ReceivedEvent[] = [];
  while (events.length < count) events.push(await source.next());
  return events;
}

const titles = (events: readonly ReceivedEvent[]): string[] =>
  events.flatMap(({ data }) => (data as Extract<LiveEvent, { type: 'todos' }>).upserted.map(({ title }) => title));

describe('live updates', () => {
  it('show on every replica what was done on any, in order, each once', async () => {
    await visitor.list();
    const [here, there] = [await follow(visitor), await follow(visitor.at(other))];
    const expected: string[] = [];
    for (let n = 0; n < 20; n++) {
      const replica = n % 2 === 0 ? one : other;
      await visitor.at(replica).create({ title: `todo ${n}` });
      expected.push(`todo ${n}`);
    }
    for (const source of [here, there]) {
      const events = await take(source, 20);
      expect(titles(events)).toEqual(expected);
      expect(events.map(({ id }) => Number(id))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    }
  });

  it('lose and repeat nothing when changes come at the same time', async () => {
    await visitor.list();
    const source = await follow(visitor.at(other));
    const created = await Promise.all(
      Array.from({ length: 30 }, (_, n) => visitor.at(n % 2 === 0 ? one : other).create({ title: `todo ${n}` })),
    );
    const events = await take(source, 30);
    expect(events.map(({ id }) => Number(id))).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(titles(events).sort()).toEqual(created.map(({ title }) => title).sort());
  });

  it('catch up after a reconnect to another replica, with the id of the last event seen', async () => {
    await visitor.create({ title: 'seen' });
    const before = await follow(visitor, '0');
    const [seen] = await take(before, 1);
    before.close();
    await visitor.create({ title: 'missed 1' });
    await visitor.at(other).create({ title: 'missed 2' });
    const after = await follow(visitor.at(other), seen?.id);
    await visitor.create({ title: 'new' });
    expect(titles(await take(after, 3))).toEqual(['missed 1', 'missed 2', 'new']);
  });

  it('say what was changed and what was deleted', async () => {
    const todo = await visitor.create({ title: 'a' });
    const source = await follow(visitor);
    await visitor.ask('PATCH', `/api/todos/${todo.id}`, { payload: { done: true }, headers: { 'if-match': '"1"' } });
    await visitor.ask('DELETE', `/api/todos/${todo.id}`);
    const [changed, deleted] = await take(source, 2);
    expect(changed).toMatchObject({ event: 'todos', data: { upserted: [{ id: todo.id, done: true, version: 2 }] } });
    expect(deleted?.data).toEqual({ type: 'todos', upserted: [], deleted: [todo.id] });
  });

  it('show the list what the chat does, and other windows that something was said', async () => {
    await visitor.list();
    const source = await follow(visitor.at(other));
    await visitor.say('remind me to call mum');
    const events = await take(source, 3);
    expect(events.map(({ event }) => event)).toEqual(['chat', 'todos', 'chat']);
  });

  it('ask to read everything anew after too many, one too big, or an unknown place', async () => {
    await visitor.list();
    const ids: string[] = [];
    for (let n = 0; n < 201; n++) ids.push((await visitor.create({ title: `t${n}` })).id);
    const late = await follow(visitor, '0');
    expect(await late.next()).toEqual({ id: '201', event: 'reset', data: { type: 'reset' } });
    await visitor.ask('POST', '/api/todos/bulk', { payload: { action: 'complete', ids } });
    expect(await late.next()).toEqual({ id: '202', event: 'reset', data: { type: 'reset' } });
    const ahead = await follow(visitor, '999999');
    expect(await ahead.next()).toMatchObject({ id: '202', event: 'reset' });
  });

  it('say that they are still there while nothing happens', async () => {
    const sent: string[] = [];
    const over = new AbortController();
    const stream = {
      send: async ({ event }: { event: string }) => {
        sent.push(event);
        if (sent.length === 3) over.abort();
      },
    };
    const reader = { workspace: await visitor.workspace(), since: 0n, stream, until: over.signal, quietMs: 5 };
    await followLog({ database: databases[0]!, hub: one.services.hub }, reader);
    expect(sent).toEqual(['ready', 'ping', 'ping']);
  });

  it('show nobody else anything', async () => {
    const stranger = other.visitor();
    const source = await follow(stranger);
    await visitor.create({ title: 'private' });
    await stranger.create({ title: 'mine' });
    expect(titles(await take(source, 1))).toEqual(['mine']);
  });

  it('go on after the database was away, and lose nothing', async () => {
    await visitor.create({ title: 'before' });
    const [here, there] = [await follow(visitor), await follow(visitor.at(other))];
    await postgres.shutDown();
    expect((await visitor.ask<{ code: string }>('GET', '/api/todos')).body.code).toBe('database-unavailable');
    expect((await visitor.ask('GET', '/readyz')).status).toBe(503);
    expect((await visitor.ask('GET', '/livez')).status).toBe(200);
    await postgres.startAgain();
    const title = 'after';
    await createWhenReady(visitor, title);
    for (const source of [here, there]) {
      const event = await source.next().catch(() => undefined);
      // A stream that read the log in the very moment of the outage ended; the browser comes back and catches up.
      if (event) expect(titles([event])).toEqual([title]);
      else expect(titles(await take(await follow(visitor.at(other), '1'), 1))).toEqual([title]);
    }
    expect((await visitor.ask('GET', '/readyz')).status).toBe(200);
  }, 60_000);

  it('A9: are limited per person and replica, and free again when a window closes', async () => {
    await visitor.list();
    const open = await Promise.all(Array.from({ length: 12 }, () => follow(visitor)));
    const refused = await visitor.follow();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '15']);
    open[0]?.close();
    await untilOpen(visitor);
  });
});

/** Writes are refused until the connections are made anew. */
async function createWhenReady(who: Visitor, title: string): Promise<Todo> {
  for (;;) {
    const answer = await who.ask<Todo>('POST', '/api/todos', { payload: { title } });
    if (answer.status === 201) return answer.body;
    expect(answer.status).toBe(503);
  }
}

async function untilOpen(who: Visitor): Promise<void> {
  for (;;) {
    const source = await who.follow();
    source.close();
    if (source.status === 200) return;
  }
}
