import { randomBytes } from 'node:crypto';
import { Migrator, type Kysely } from 'kysely';
import * as initial from './migrations/0001-initial';
import * as sessionsAndUpkeep from './migrations/0002-sessions-and-upkeep';
import * as todoCount from './migrations/0003-todo-count';
import type { Prepared } from './port';
import type { Database } from './schema';

/** In order of their names; a released one is never edited. */
const MIGRATIONS = {
  '0001-initial': initial,
  '0002-sessions-and-upkeep': sessionsAndUpkeep,
  '0003-todo-count': todoCount,
};

/**
 * Brings the schema up to date, as its owner. Kysely takes an advisory lock, so one of many replicas does it and the others wait.
 * @throws the first error of a migration; what it had done is rolled back.
 */
export async function migrate(owner: Kysely<Database>): Promise<Prepared> {
  const migrator = new Migrator({ db: owner, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return { sessionKey: await serverKey(owner, 'session') };
}

/** A key that all replicas share, made by whichever asks first. */
async function serverKey(owner: Kysely<Database>, name: string): Promise<string> {
  const value = randomBytes(32).toString('base64url');
  await owner
    .insertInto('server_keys')
    .values({ name, value })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await owner.selectFrom('server_keys').select('value').where('name', '=', name).executeTakeFirstOrThrow())
    .value;
}
