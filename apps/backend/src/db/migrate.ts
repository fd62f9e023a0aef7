import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import * as initial from './migrations/0001-initial';
import type { Database } from './schema';

/** In order of their names; a released one is never edited. */
const MIGRATIONS = { '0001-initial': initial };

/**
 * Brings the schema up to date. Kysely takes an advisory lock, so one of many replicas does it and the others wait.
 * @throws the first error of a migration; what it had done is rolled back.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** A key that all replicas share, made by whichever asks first. */
export async function serverKey(db: Kysely<Database>, name: string, create: () => string): Promise<string> {
  await db.insertInto('server_keys').values({ name, value: create() }).onConflict((conflict) => conflict.doNothing()).execute();
  const { value } = await db.selectFrom('server_keys').select('value').where('name', '=', name).executeTakeFirstOrThrow();
  return value;
}

export async function isReachable(db: Kysely<Database>): Promise<boolean> {
  try {
    await sql`select 1`.execute(db);
    return true;
  } catch {
    return false;
  }
}
