import type { QueryClient } from '@tanstack/react-query';
import { routes, type NewTodo, type Todo } from '@todo-chatbot/contracts';
import { once } from '../../../shared/api/once';
import { request } from '../../../shared/api/request';
import { whileCreating } from '../../../shared/todos/creating';
import { applyToCache } from '../../../shared/todos/todo-cache';

/**
 * Creates a todo.
 * @throws ApiError or TypeError when it is not stored after all tries.
 */
export function createTodo(client: QueryClient, todo: NewTodo): Promise<Todo> {
  return whileCreating(async () => {
    const created = await once((headers) => request<Todo>(routes.todos, { method: 'POST', json: todo, headers }));
    applyToCache(client, { upserted: [created], deleted: [] });
    return created;
  });
}
