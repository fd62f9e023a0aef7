import { sql, type Kysely, type Transaction } from 'kysely';
import { APP_ROLE } from './migrations/0001-initial';
import type { Database } from './schema';

export type Scope = Transaction<Database>;

/**
 * Runs `work` in a transaction that can see and touch one workspace only: as a role without DDL, under forced
 * row-level security. Everything a request does goes through here.
 */
export function inWorkspace<T>(db: Kysely<Database>, workspaceId: string, work: (scope: Scope) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (scope) => {
    await sql.raw(`set local role ${APP_ROLE}`).execute(scope);
    await sql`select set_config('app.workspace', ${workspaceId}, true)`.execute(scope);
    return work(scope);
  });
}
