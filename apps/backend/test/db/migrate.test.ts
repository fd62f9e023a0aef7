import { createHmac } from 'node:crypto';
import { Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import * as initial from '../../src/db/migrations/0001-initial';
import { connectPostgres } from '../../src/db/postgres';
import type { DatabasePort } from '../../src/db/port';
import { inWorkspace } from '../../src/db/workspace';
import { createSessionService } from '../../src/session/service';
import { createTodoService } from '../../src/todos/service';
import { startPostgres, type TestPostgres } from '../support/postgres';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const connect = (url: string): DatabasePort =>
  connectPostgres({
    url,
    onIdleError: (error) => {
      throw error;
    },
  });

/** A database as the first version left it. */
async function firstVersion(): Promise<string> {
  const url = await postgres.createDatabase();
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) });
  const provider = { getMigrations: () => Promise.resolve({ '0001-initial': initial }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  await db.destroy();
  if (error !== undefined) throw error;
  return url;
}

describe('migrate', () => {
  it('upgrades a database of the first version and keeps its todos and sessions', async () => {
    const url = await firstVersion();
    const workspace = '11111111-1111-4111-8111-111111111111';
    await postgres.query(
      url,
      `insert into workspaces (id) values ('${workspace}');
       insert into server_keys values ('session', 'old-key');
       insert into todos (id, workspace_id, title, position) values
         (gen_random_uuid(), '${workspace}', 'first', 'a0'),
         (gen_random_uuid(), '${workspace}', 'twin', 'a0'),
         (gen_random_uuid(), '${workspace}', 'between', 'a0V'),
         (gen_random_uuid(), '${workspace}', 'last', 'a1');
       insert into changes (id, workspace_id, summary, before) values (gen_random_uuid(), '${workspace}', 'old', '[]');
       insert into events (workspace_id, payload) values ('${workspace}', '{}')`,
    );
    const database = connect(url);
    const { sessionKey } = await database.prepare();
    expect(sessionKey).toBe('old-key');

    const cookie = `${workspace}.${createHmac('sha256', 'old-key').update(workspace).digest('base64url')}`;
    const session = await createSessionService(database.db, () => sessionKey).find(cookie);
    expect(session?.workspace).toBe(workspace);

    const todos = createTodoService(database.db, 0);
    const titles = (await todos.exportAll(workspace)).map(({ title }) => title);
    expect(titles.slice(0, 2).sort()).toEqual(['first', 'twin']);
    expect(titles.slice(2)).toEqual(['between', 'last']);
    await todos.create(workspace, [{ title: 'new', notes: '', due: null, priority: 'none', tags: [] }]);
    const positions = await inWorkspace(database.db, workspace, ({ db }) =>
      db.selectFrom('todos').select(['title', 'position']).orderBy('position').execute(),
    );
    expect(new Set(positions.map(({ position }) => position)).size).toBe(5);
    expect(positions.at(-1)?.title).toBe('new');
    expect(await postgres.query(url, 'select todo_count from workspaces')).toEqual([{ todo_count: 5 }]);
    await database.close();
  });

  it('does nothing the second time, and gives the same key', async () => {
    const database = connect(await postgres.createDatabase());
    expect(await database.prepare()).toEqual(await database.prepare());
    await database.close();
  });
});
