import type { Todo } from '@todo-chatbot/contracts';
import { sql } from 'kysely';
import { eventsSince } from '../../src/live/log';
import { today } from '../../src/time';
import { deleteWhatIsOver } from '../../src/upkeep/repository';
import { createSessionService, type SessionService } from '../../src/session/service';
import { hashToken } from '../../src/session/token';
import { createTodoService } from '../../src/todos/service';
import { engines, openEngine, type OpenEngine } from '../support/engines';

const identity = { issuer: 'https://id.example', subject: 'alice' };

describe.each(engines)('sessions over %s', (engine) => {
  let open: OpenEngine;
  let sessions: SessionService;

  beforeAll(async () => {
    open = await openEngine(engine);
    const { sessionKey } = await open.database.prepare();
    sessions = createSessionService(open.database.db, () => sessionKey);
  }, 60_000);
  afterAll(() => open.close());

  /** As if the session had begun and been used last so many days ago. */
  async function age(cookie: string, days: { begun?: number; seen?: number }): Promise<void> {
    const hash = hashToken(cookie.split('.')[0] ?? '');
    await sql`update sessions set created_at = now() - make_interval(days => ${days.begun ?? 0}::int),
      seen_at = now() - make_interval(days => ${days.seen ?? 0}::int) where token_hash = ${hash}`.execute(
      open.database.db,
    );
  }

  it.each([
    ['an anonymous one', 89, 89, true],
    ['an anonymous one that was not used for 90 days', 91, 91, false],
    ['an anonymous one after 400 days, however it was used', 401, 0, false],
  ])('A13: keep %s: %d days old, unused for %d: %s', async (_name, begun, seen, isKept) => {
    const { cookie } = await sessions.openAnonymous();
    await age(cookie, { begun, seen });
    expect((await sessions.find(cookie)) !== undefined).toBe(isKept);
  });

  it.each([
    [6, 6, true],
    [8, 8, false],
    [31, 0, false],
  ])('A13: end a signed-in one sooner: %d days old, unused for %d: %s', async (begun, seen, isKept) => {
    const { cookie } = await sessions.signIn(identity, 'Alice', undefined);
    await age(cookie, { begun, seen });
    expect((await sessions.find(cookie)) !== undefined).toBe(isKept);
  });

  it('are kept alive by visits', async () => {
    const { cookie } = await sessions.openAnonymous();
    await age(cookie, { begun: 89, seen: 89 });
    await sessions.find(cookie);
    const hash = hashToken(cookie.split('.')[0] ?? '');
    const { rows } = await sql<{
      fresh: boolean;
    }>`select seen_at > now() - interval '1 minute' as fresh from sessions where token_hash = ${hash}`.execute(
      open.database.db,
    );
    expect(rows).toEqual([{ fresh: true }]);
  });

  it('A13: hold a token of which the database keeps a hash only', async () => {
    const { cookie } = await sessions.openAnonymous();
    const stored = await open.database.db.selectFrom('sessions').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(cookie.split('.')[0]);
  });

  it('A13: get a new id at sign-in; the workspace of the first sign-in stays the person’s', async () => {
    const bob = { issuer: 'https://id.example', subject: `bob ${engine}` };
    const before = await sessions.openAnonymous();
    const first = await sessions.signIn(bob, 'Bob', before.session);
    expect(first.session.workspace).toBe(before.session.workspace);
    expect(await sessions.find(before.cookie)).toBeUndefined();
    const elsewhere = await sessions.openAnonymous();
    expect((await sessions.signIn(bob, 'Bob', elsewhere.session)).session.workspace).toBe(first.session.workspace);
  });

  const draft = (title: string) => ({ title, notes: '', due: null, priority: 'none' as const, tags: [] });
  const titlesOf = async (workspace: string): Promise<string[]> =>
    (await createTodoService(open.database.db, 0).exportAll(workspace)).map(({ title }) => title);

  describe('of somebody who has an account', () => {
    const todosOf = async (workspace: string): Promise<Todo[]> => {
      const page = { sort: 'manual', order: 'asc', limit: 100 } as const;
      const filter = { status: 'all', due: 'any' } as const;
      return (await createTodoService(open.database.db, 0).list(workspace, { filter, page, today: today('UTC') })).items;
    };

    it('bring the todos of the browser along at sign-in, behind those of the account and just as they were', async () => {
      const todos = createTodoService(open.database.db, 0);
      const grace = { issuer: 'i', subject: `grace ${engine}` };
      const account = (await sessions.signIn(grace, 'Grace', undefined)).session.workspace;
      await todos.create(account, [draft('of the account')]);
      const before = await sessions.openAnonymous();
      const { todos: made } = await todos.create(before.session.workspace, [
        { ...draft('full'), notes: 'n', due: '2030-01-01', priority: 'high', tags: ['a', 'b'] },
        draft('done'),
      ]);
      await todos.setFields(before.session.workspace, [made[1]?.id ?? ''], { fields: { done: true }, timeZone: 'UTC' });
      const were = await todosOf(before.session.workspace);
      const after = await sessions.signIn(grace, 'Grace', before.session);
      expect(after.session.workspace).toBe(account);
      const [own, ...brought] = await todosOf(account);
      expect(own?.title).toBe('of the account');
      expect(brought.map((todo) => ({ ...todo, position: '' }))).toEqual(were.map((todo) => ({ ...todo, position: '' })));
      expect(await todosOf(before.session.workspace)).toEqual([]);
      const [event] = (await eventsSince(open.database.db, account, 1n)).map(({ event: one }) => one);
      expect(event).toEqual({ type: 'todos', upserted: brought, deleted: [] });
    });

    it('bring them along once, though the browser comes back twice at the same time', async () => {
      const todos = createTodoService(open.database.db, 0);
      const heidi = { issuer: 'i', subject: `heidi ${engine}` };
      const account = (await sessions.signIn(heidi, 'Heidi', undefined)).session.workspace;
      const before = await sessions.openAnonymous();
      await todos.create(before.session.workspace, [draft('once')]);
      await Promise.all([1, 2, 3].map(() => sessions.signIn(heidi, 'Heidi', before.session)));
      expect(await titlesOf(account)).toEqual(['once']);
    });

    it('bring them along from several browsers at the same time, and lose none', async () => {
      const todos = createTodoService(open.database.db, 1);
      const ivan = { issuer: 'i', subject: `ivan ${engine}` };
      const browsers = await Promise.all([1, 2, 3].map(() => sessions.openAnonymous()));
      for (const [n, { session }] of browsers.entries()) await todos.create(session.workspace, [draft(`todo ${n}`)]);
      const signedIn = await Promise.all(browsers.map(({ session }) => sessions.signIn(ivan, 'Ivan', session)));
      expect(new Set(signedIn.map(({ session }) => session.workspace)).size).toBe(1);
      expect((await titlesOf(signedIn[0]?.session.workspace ?? '')).sort()).toEqual(['todo 0', 'todo 1', 'todo 2']);
    });

    it('stay as they were when the sign-in fails at its end', async () => {
      const todos = createTodoService(open.database.db, 0);
      const judy = { issuer: 'i', subject: `judy ${engine}` };
      const account = (await sessions.signIn(judy, 'Judy', undefined)).session.workspace;
      const before = await sessions.openAnonymous();
      await todos.create(before.session.workspace, [draft('kept')]);
      await expect(sessions.signIn(judy, 'a name with a \0', before.session)).rejects.toThrow();
      expect(await titlesOf(account)).toEqual([]);
      expect(await titlesOf(before.session.workspace)).toEqual(['kept']);
      expect(await sessions.find(before.cookie)).toBeDefined();
    });
  });

  it('give the todos of one browser to one of two who sign in there at the same time', async () => {
    const before = await sessions.openAnonymous();
    const [mallory, niaj] = await Promise.all(
      ['mallory', 'niaj'].map((name) => sessions.signIn({ issuer: 'i', subject: `${name} ${engine}` }, name, before.session)),
    );
    expect(mallory?.session.workspace).not.toBe(niaj?.session.workspace);
  });

  it('give one workspace to two first sign-ins at the same time', async () => {
    const carol = { issuer: 'https://id.example', subject: `carol ${engine}` };
    const both = await Promise.all([
      sessions.signIn(carol, 'Carol', undefined),
      sessions.signIn(carol, 'Carol', undefined),
    ]);
    expect(both[0].session.workspace).toBe(both[1].session.workspace);
  });

  it('give no workspace of one person to another, who signs in on the same browser', async () => {
    const dave = await sessions.signIn({ issuer: 'i', subject: `dave ${engine}` }, 'Dave', undefined);
    const erin = await sessions.signIn({ issuer: 'i', subject: `erin ${engine}` }, 'Erin', dave.session);
    expect(erin.session.workspace).not.toBe(dave.session.workspace);
  });

  it('are cleared away when they are over, with what only they reached; what is used stays', async () => {
    const { db } = open.database;
    const todos = createTodoService(db, 0);
    const kept = draft('keep');
    const used = await sessions.openAnonymous();
    await todos.create(used.session.workspace, [kept]);
    const left = await sessions.openAnonymous();
    await todos.create(left.session.workspace, [kept]);
    await age(left.cookie, { begun: 91, seen: 91 });
    const idle = await sessions.openAnonymous();
    await age(idle.cookie, { begun: 2, seen: 2 });
    const signedIn = await sessions.signIn({ issuer: 'i', subject: `frank ${engine}` }, 'Frank', undefined);
    await todos.create(signedIn.session.workspace, [kept]);
    await age(signedIn.cookie, { begun: 40, seen: 40 });
    for (const { session } of [used, left, idle, signedIn]) {
      await db.transaction().execute(async (transaction) => {
        await sql`select set_config('app.workspace', ${session.workspace}, true)`.execute(transaction);
        await sql`update workspaces set created_at = now() - interval '2 days' where id = ${session.workspace}`.execute(
          transaction,
        );
      });
    }
    const deleted = await deleteWhatIsOver(db);
    expect(deleted['sessions']).toBeGreaterThanOrEqual(3);
    expect(await sessions.find(used.cookie)).toBeDefined();
    for (const { cookie } of [left, idle, signedIn]) expect(await sessions.find(cookie)).toBeUndefined();
    expect(await todos.exportAll(used.session.workspace)).toHaveLength(1);
    expect(await todos.exportAll(left.session.workspace)).toEqual([]);
    // Who signs in again finds everything.
    const again = await sessions.signIn({ issuer: 'i', subject: `frank ${engine}` }, 'Frank', undefined);
    expect(await todos.exportAll(again.session.workspace)).toHaveLength(1);
  });
});
