import type { QueryClient } from '@tanstack/react-query';
import { routes, type Bulk, type Change, type Move, type Todo } from '@todo-chatbot/contracts';
import { isGone } from '../../../shared/api/api-error';
import { request } from '../../../shared/api/request';
import { inOrder, isUnderWay } from '../../../shared/lib/in-order';
import { applyChange, applyToCache, showMove } from '../../../shared/todos/todo-cache';
import { patched } from '../model/patch';

/** The most ids the API takes at once. */
export const BULK_MAX = 1000;

/** Deletes one todo; gone from the page at once, back when the server refuses. */
export async function deleteTodo(client: QueryClient, todo: Todo): Promise<Change> {
  applyToCache(client, { upserted: [], deleted: [todo.id] });
  try {
    const change = await inOrder(todo.id, () => request<Change>(routes.todo(todo.id), { method: 'DELETE' }));
    applyChange(client, change);
    return change;
  } catch (error) {
    if (!isGone(error)) applyToCache(client, { upserted: [todo], deleted: [] });
    throw error;
  }
}

/** Moves a todo between two neighbours; shown at once, back when the server refuses. */
export async function moveTodo(client: QueryClient, todo: Todo, to: Move & { readonly previous: string | null }): Promise<Change> {
  showMove(client, todo.id, to.after);
  try {
    const json: Move = { after: to.after, before: to.before };
    const change = await inOrder(todo.id, () => request<Change>(routes.move(todo.id), { method: 'POST', json }));
    // Moved again meanwhile: jumping back for a moment would help nobody.
    if (!isUnderWay(todo.id)) applyChange(client, change);
    return change;
  } catch (error) {
    showMove(client, todo.id, to.previous);
    throw error;
  }
}

export type BulkAction = 'complete' | 'reopen' | 'delete';

/** Does one thing to up to `BULK_MAX` todos; shown at once, taken back when the server refuses. */
export async function changeSome(client: QueryClient, action: BulkAction, todos: readonly Todo[]): Promise<Change> {
  const ids = todos.map((todo) => todo.id);
  applyToCache(client, expected(action, todos));
  try {
    return await sendBulk(client, { action, ids });
  } catch (error) {
    applyToCache(client, { upserted: todos, deleted: [] });
    throw error;
  }
}

function expected(action: BulkAction, todos: readonly Todo[]) {
  if (action === 'delete') return { upserted: [], deleted: todos.map((todo) => todo.id) };
  const done = action === 'complete';
  return { upserted: todos.map((todo) => patched(todo, { done }, new Date())), deleted: [] };
}

/** Deletes everything that is done, on this page or not. */
export function clearDone(client: QueryClient): Promise<Change> {
  return sendBulk(client, { action: 'clear-done' });
}

async function sendBulk(client: QueryClient, bulk: Bulk): Promise<Change> {
  const change = await request<Change>(routes.bulk, { method: 'POST', json: bulk });
  applyChange(client, change);
  return change;
}
