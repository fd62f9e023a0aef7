import { sql, type RawBuilder } from 'kysely';
import type { Touched } from '../db/schema';
import type { Scope } from '../db/workspace';

const UNDO_MINUTES = 10;

export interface RecordedChange {
  readonly id: string;
  readonly summary: string;
  readonly touched: readonly Touched[];
}

/** The statement that stores a change. */
export function insertionOf({ workspace }: Scope, { id, summary, touched }: RecordedChange): RawBuilder<unknown> {
  return sql`insert into changes (id, workspace_id, summary, touched)
    values (${id}::uuid, ${workspace}::uuid, ${summary}, ${JSON.stringify(touched)}::jsonb)`;
}

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
