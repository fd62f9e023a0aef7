import { sql } from 'kysely';
import type { Scope } from '../db/workspace';
import type { RecordedChange } from '../live/outbox';

const UNDO_MINUTES = 10;

/** Marks a change as undone and gives it; undefined when it was already, is too old, or is another workspace's. */
export async function claimChange({ db, workspace }: Scope, id: string): Promise<RecordedChange | undefined> {
  return db
    .updateTable('changes')
    .set({ undone_at: new Date() })
    .where('workspace_id', '=', workspace)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .where('created_at', '>', sql<Date>`now() - make_interval(mins => ${UNDO_MINUTES})`)
    .returning(['id', 'summary', 'touched'])
    .executeTakeFirst();
}
