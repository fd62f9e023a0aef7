import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { Database } from './schema';
import { transact, type Statements } from './statements';

// Written out: these run with every request, and building them costs as much as sending them.
const ENTER = `select set_config('app.workspace', $1, true)`;
const ENTER_ALONE = `select set_config('app.workspace', $1, true), pg_advisory_xact_lock(hashtextextended($1, 0))`;

/** A transaction that can see and touch one workspace only. Row-level security enforces it behind every query's own condition. */
export interface Scope {
  readonly db: Statements;
  readonly workspace: string;
  /** For what only has to have happened at the end: see `Course`. */
  readonly leave: (statement: Promise<unknown>) => Promise<unknown> | void;
}

/** Runs `work` in a transaction bound to one workspace. Everything a request does goes through here or `changeWorkspace`. */
export function inWorkspace<T>(
  db: Kysely<Database>,
  workspace: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  return enter(db, { statement: ENTER, workspace, work });
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
  return enter(db, { statement: ENTER_ALONE, workspace, work });
}

interface Entry<T> {
  readonly statement: string;
  readonly workspace: string;
  readonly work: (scope: Scope) => Promise<T>;
}

function enter<T>(db: Kysely<Database>, { statement, workspace, work }: Entry<T>): Promise<T> {
  const entrance = CompiledQuery.raw(statement, [workspace]);
  return transact(db, entrance, ({ statements, leave }) => work({ db: statements, workspace, leave }));
}

/**
 * Goes on in another workspace, or the first one, within a transaction; what was done in the one before stays part of
 * it. Changes of this workspace wait, as in `changeWorkspace`.
 */
export async function goOnIn(transaction: Transaction<Database>, workspace: string): Promise<Scope> {
  await transaction.executeQuery(CompiledQuery.raw(ENTER_ALONE, [workspace]));
  return { db: transaction, workspace, leave: (statement) => statement };
}
