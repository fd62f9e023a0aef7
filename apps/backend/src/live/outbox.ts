import type { LiveEvent } from '@todo-chatbot/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Scope } from '../db/workspace';

/** Channel on which replicas tell each other which workspace has news. */
export const CHANNEL = 'workspace_events';

/** Of more todos than this at once, readers are told to read everything anew. */
const MOST_TODOS = 200;

/**
 * Appends an event to the workspace's log and wakes every replica when the transaction commits. Numbers have no gaps
 * and become visible in their order, since the workspace's row is held until then. `along` is written by the same
 * statement: every change is published, so that saves it a round trip.
 */
export async function publish({ db, workspace }: Scope, event: LiveEvent, along?: RawBuilder<unknown>): Promise<void> {
  const payload = JSON.stringify(isTooBig(event) ? { type: 'reset' } : event);
  await sql`
    with ${along ? sql`along as (${along}),` : sql``}
      numbered as (update workspaces set last_event = last_event + 1 where id = ${workspace} returning last_event),
      logged as (
        insert into events (workspace_id, id, payload) select ${workspace}, last_event, ${payload}::jsonb from numbered)
    select pg_notify(${CHANNEL}, ${workspace}) from numbered`.execute(db);
}

function isTooBig(event: LiveEvent): boolean {
  return event.type === 'todos' && event.upserted.length + event.deleted.length > MOST_TODOS;
}
