import { sql, type Kysely } from 'kysely';
import { UPKEEP_ROLE } from '../db/roles';
import type { Database } from '../db/schema';
import { LIFETIME } from '../session/repository';

const { anonymous, signedIn } = LIFETIME;

/** Policies let this role see and delete only what is over, so no condition is needed; the others have no policy. */
const STATEMENTS = {
  events: sql`delete from events`,
  changes: sql`delete from changes`,
  idempotency_keys: sql`delete from idempotency_keys`,
  confirmations: sql`delete from confirmations`,
  rate_limits: sql`delete from rate_limits where window_start < now() - interval '2 days'`,
  // Besides those that ended: visitors that never did anything, such as crawlers, after a day.
  sessions: sql`delete from sessions where seen_at < now() - make_interval(days => case when signed_in then ${signedIn.idleDays}::int else ${anonymous.idleDays}::int end)
    or created_at < now() - make_interval(days => case when signed_in then ${signedIn.mostDays}::int else ${anonymous.mostDays}::int end)
    or (not signed_in and seen_at < now() - interval '1 day' and exists (select from workspaces where id = workspace_id and last_event = 0))`,
  workspaces: sql`delete from workspaces`,
} as const;

const LOCK = 7_190_443;

/** Deletes what is over in every workspace; gives the number of rows by table, or nothing while another replica is at it. */
export async function deleteWhatIsOver(db: Kysely<Database>): Promise<Record<string, number>> {
  return db.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as locked`.execute(
      transaction,
    );
    if (!rows[0]?.locked) return {};
    await sql`select set_config('role', ${UPKEEP_ROLE}, true)`.execute(transaction);
    const deleted: Record<string, number> = {};
    for (const [table, statement] of Object.entries(STATEMENTS))
      deleted[table] = Number((await statement.execute(transaction)).numAffectedRows ?? 0);
    return deleted;
  });
}
