import { randomUUID } from 'node:crypto';
import type { Change } from '@todo-chatbot/contracts';
import { sql } from 'kysely';
import type { TodoRow } from '../db/schema';
import type { Scope } from '../db/workspace';
import { publish } from '../live/outbox';
import { notFound } from '../problem';
import { deleteTodos, insertTodos, lockTodos } from './repository';
import { toTodo } from './row';

const UNDO_MINUTES = 10;

/** What a change did, in rows: enough to tell everybody and to take it back. */
export interface Effect {
  readonly summary: string;
  /** Every row touched, as it was; null where there was none. */
  readonly before: readonly { readonly id: string; readonly row: TodoRow | null }[];
  readonly after: readonly TodoRow[];
  readonly deleted: readonly string[];
}

/** Records a change for undo and for live updates, in the transaction that made it: both happen, or neither. */
export async function record(scope: Scope, workspace: string, { summary, before, after, deleted }: Effect): Promise<Change> {
  const undoId = randomUUID();
  await scope.insertInto('changes').values({ id: undoId, workspace_id: workspace, summary, before: JSON.stringify(before) }).execute();
  const todos = after.map(toTodo);
  await publish(scope, workspace, { type: 'todos', upserted: todos, deleted: [...deleted] });
  return { undoId, summary, todos, deleted: [...deleted] };
}

/**
 * Takes a change back: rows become what they were, with a new version so that editors notice. Works once.
 * @throws ProblemError 404 when it was undone already, is too old, or is another workspace's.
 */
export async function undo(scope: Scope, workspace: string, undoId: string): Promise<Change> {
  const change = await scope
    .updateTable('changes')
    .set({ undone_at: new Date() })
    .where('workspace_id', '=', workspace)
    .where('id', '=', undoId)
    .where('undone_at', 'is', null)
    .where('created_at', '>', sql<Date>`now() - make_interval(mins => ${UNDO_MINUTES})`)
    .returning(['before', 'summary'])
    .executeTakeFirst();
  if (change === undefined) throw notFound('change to undo');
  const ids = change.before.map(({ id }) => id);
  const current = new Map((await lockTodos(scope, workspace, ids)).map((row) => [row.id, row]));
  await deleteTodos(scope, workspace, ids);
  const restored = change.before.flatMap(({ id, row }) => (row === null ? [] : [restore(row, current.get(id))]));
  const after = await insertTodos(scope, restored);
  return record(scope, workspace, {
    summary: `Undid: ${change.summary}`,
    before: ids.map((id) => ({ id, row: current.get(id) ?? null })),
    after,
    deleted: change.before.filter(({ row }) => row === null).map(({ id }) => id),
  });
}

function restore(row: TodoRow, current: TodoRow | undefined) {
  return { ...row, version: Math.max(row.version, current?.version ?? 0) + 1, updated_at: new Date() };
}
