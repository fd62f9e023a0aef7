import { randomUUID } from 'node:crypto';
import type { Change } from '@todo-chatbot/contracts';
import type { Touched } from '../db/schema';
import type { Scope } from '../db/workspace';
import { publish } from '../live/outbox';
import { toTodo } from './row';

/** Records a change for undo and for live updates, in the transaction that made it: all happen, or none. */
export async function record(scope: Scope, summary: string, touched: readonly Touched[]): Promise<Change> {
  const undoId = randomUUID();
  const todos = touched.flatMap(({ after }) => (after === null ? [] : [toTodo(after)]));
  const deleted = touched.flatMap(({ id, after }) => (after === null ? [id] : []));
  await scope.leave(publish(scope, { type: 'todos', upserted: todos, deleted }, { id: undoId, summary, touched }));
  return { undoId, summary, todos, deleted };
}
