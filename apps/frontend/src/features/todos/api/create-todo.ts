import type { QueryClient } from '@tanstack/react-query';
import { headers, routes, type NewTodo, type Todo } from '@todo-chatbot/contracts';
import { isTransient } from '../../../shared/api/api-error';
import { retryDelay } from '../../../shared/api/query-client';
import { request } from '../../../shared/api/request';
import { whileCreating } from '../../../shared/todos/creating';
import { applyToCache } from '../../../shared/todos/todo-cache';

const MOST_TRIES = 3;

/**
 * Creates a todo. One key for all tries, so that an answer lost on the way does not make two of it.
 * @throws ApiError or TypeError when it is not stored after all tries.
 */
export function createTodo(client: QueryClient, todo: NewTodo): Promise<Todo> {
  const key = newKey();
  return whileCreating(async () => {
    const created = await attempt(() =>
      request<Todo>(routes.todos, { method: 'POST', json: todo, headers: { [headers.idempotencyKey]: key } }),
    );
    applyToCache(client, { upserted: [created], deleted: [] });
    return created;
  });
}

async function attempt(task: () => Promise<Todo>): Promise<Todo> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await task();
    } catch (error) {
      if (tries === MOST_TRIES || !isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelay(tries - 1, error)));
    }
  }
}

/** `crypto.randomUUID` exists only where the page is secure; this works on plain HTTP as well. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
