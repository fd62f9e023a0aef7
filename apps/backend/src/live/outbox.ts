import type { LiveEvent } from '@todo-chatbot/contracts';
import { CompiledQuery } from 'kysely';
import type { Touched } from '../db/schema';
import type { Scope } from '../db/workspace';

/** Channel on which replicas tell each other which workspace has news. */
export const CHANNEL = 'workspace_events';

/** Of more todos than this at once, readers are told to read everything anew. */
const MOST_TODOS = 200;

// Written out: the first two run with every change, and building them costs as much as sending them.
const NUMBERED =
  'numbered as (update workspaces set last_event = last_event + 1, todo_count = todo_count + $3 where id = $1::uuid returning last_event)';
const LOGGED =
  'logged as (insert into events (workspace_id, id, payload) select $1::uuid, last_event, $2::jsonb from numbered)';
const RECORDED =
  'recorded as (insert into changes (id, workspace_id, summary, touched) values ($4::uuid, $1::uuid, $5, $6::jsonb))';
const NOTIFY = `select pg_notify('${CHANNEL}', $1::text) from numbered`;
const PUBLISH = `with ${NUMBERED}, ${LOGGED} ${NOTIFY}`;
const PUBLISH_AND_RECORD = `with ${NUMBERED}, ${LOGGED}, ${RECORDED} ${NOTIFY}`;

/** A change as it is kept for undo. */
export interface RecordedChange {
  readonly id: string;
  readonly summary: string;
  readonly touched: readonly Touched[];
}

/**
 * Appends an event to the workspace's log and wakes every replica when the transaction commits. Numbers have no gaps
 * and become visible in their order, since the workspace's row is held until then. A change is stored by the same
 * statement, and the todos counted: each is published, so that saves a round trip.
 */
export async function publish({ db, workspace }: Scope, event: LiveEvent, change?: RecordedChange): Promise<void> {
  const payload = JSON.stringify(isTooBig(event) ? { type: 'reset' } : event);
  await db.executeQuery(
    change
      ? CompiledQuery.raw(PUBLISH_AND_RECORD, [
          workspace,
          payload,
          growth(change.touched),
          change.id,
          change.summary,
          JSON.stringify(change.touched),
        ])
      : CompiledQuery.raw(PUBLISH, [workspace, payload, 0]),
  );
}

/** How many todos there are more than before. */
function growth(touched: readonly Touched[]): number {
  return touched.reduce((sum, { before, after }) => sum + Number(after !== null) - Number(before !== null), 0);
}

function isTooBig(event: LiveEvent): boolean {
  return event.type === 'todos' && event.upserted.length + event.deleted.length > MOST_TODOS;
}
