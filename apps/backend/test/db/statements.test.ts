import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { changeWorkspace, inWorkspace, type Scope } from '../../src/db/workspace';
import { insertWorkspace } from '../../src/session/repository';
import { engines, openEngine, type OpenEngine } from '../support/engines';

describe.each(engines)('a transaction over %s', (engine) => {
  let open: OpenEngine;
  let workspace: string;

  beforeAll(async () => {
    open = await openEngine(engine);
    await open.database.prepare();
  }, 60_000);
  afterAll(() => open.close());
  beforeEach(() => {
    workspace = randomUUID();
  });

  const isThere = (): Promise<boolean> =>
    inWorkspace(open.database.db, workspace, async ({ db }) => {
      const { rows } = await sql`select id from workspaces where id = ${workspace}`.execute(db);
      return rows.length > 0;
    });
  const change = (work: (scope: Scope) => Promise<unknown>) => changeWorkspace(open.database.db, workspace, work);
  const failing = ({ db }: Scope) => sql`select 1 / 0`.execute(db);

  it('keeps what it did, also what was left to itself', async () => {
    await change(async (scope) => scope.leave(insertWorkspace(scope)));
    expect(await isThere()).toBe(true);
  });

  it('keeps nothing when a statement fails that was left to itself, and says why', async () => {
    const changed = change(async (scope) => {
      await insertWorkspace(scope);
      await scope.leave(failing(scope));
      return 'as if all were well';
    });
    await expect(changed).rejects.toThrow('division by zero');
    expect(await isThere()).toBe(false);
  });

  it('says what failed first, though what follows is refused, too', async () => {
    const changed = change(async (scope) => {
      await scope.leave(failing(scope));
      await insertWorkspace(scope);
    });
    await expect(changed).rejects.toThrow('division by zero');
    expect(await isThere()).toBe(false);
  });

  it('keeps nothing when what it is for fails, and says why', async () => {
    const changed = change(async (scope) => {
      await scope.leave(insertWorkspace(scope));
      throw new Error('no, after all');
    });
    await expect(changed).rejects.toThrow('no, after all');
    expect(await isThere()).toBe(false);
  });

  it('leaves nothing to the next one on its connection', async () => {
    await change(insertWorkspace);
    await Promise.allSettled(Array.from({ length: 30 }, () => change(failing)));
    const { rows } = await sql<{ setting: string | null }>`select nullif(current_setting('app.workspace', true), '') as setting`.execute(
      open.database.db,
    );
    expect(rows).toEqual([{ setting: null }]);
    expect(await isThere()).toBe(true);
  });

  it('gives every statement the answer that is its own, however many travel together', async () => {
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    const ask = ({ db }: Scope) =>
      Promise.all(numbers.map(async (n) => (await sql<{ n: number }>`select ${n}::int as n`.execute(db)).rows[0]?.n));
    const answers = await Promise.all([1, 2, 3, 4].map(() => inWorkspace(open.database.db, randomUUID(), ask)));
    for (const answer of answers) expect(answer).toEqual(numbers);
  });

  it('lets changes of one workspace wait for each other', async () => {
    await change(insertWorkspace);
    let atWork = 0;
    let most = 0;
    const busy = async ({ db }: Scope): Promise<void> => {
      await sql`select 1`.execute(db);
      most = Math.max(most, ++atWork);
      await sql`select 2`.execute(db);
      atWork -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => change(busy)));
    expect(most).toBe(1);
  });
});

it('a transaction in which a failure was passed over is not taken for one that was kept', async () => {
  const open = await openEngine('PostgreSQL');
  await open.database.prepare();
  const changed = changeWorkspace(open.database.db, randomUUID(), async ({ db }) => {
    await sql`select 1 / 0`.execute(db).catch(() => undefined);
  });
  await expect(changed).rejects.toThrow('a statement had failed');
  await open.close();
}, 60_000);
