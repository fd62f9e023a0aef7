import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './schema';

/** A transaction that can see and touch one workspace only. Row-level security enforces it behind every query's own condition. */
export interface Scope {
  readonly db: Transaction<Database>;
  readonly workspace: string;
}

/** Runs `work` in a transaction bound to one workspace. Everything a request does goes through here or `changeWorkspace`. */
export function inWorkspace<T>(
  db: Kysely<Database>,
  workspace: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('app.workspace', ${workspace}, true)`.execute(transaction);
    return work({ db: transaction, workspace });
  });
}

/**
 * The same for what changes something: one at a time per workspace. Positions, event numbers and idempotency keys rely
 * on that, and changes of several todos cannot wait for each other in a circle.
 */
export function changeWorkspace<T>(
  db: Kysely<Database>,
  workspace: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('app.workspace', ${workspace}, true), pg_advisory_xact_lock(hashtextextended(${workspace}, 0))`.execute(
      transaction,
    );
    return work({ db: transaction, workspace });
  });
}
