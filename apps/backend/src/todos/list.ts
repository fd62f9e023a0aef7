import type { TodoPage } from '@todo-chatbot/contracts';
import type { Scope } from '../db/workspace';
import { encodeCursor } from './cursor';
import { listTodos, summarize, type ListedRow, type ListRequest, type Page } from './list-repository';
import { toTodo } from './row';

export async function listPage(scope: Scope, request: ListRequest): Promise<TodoPage> {
  const { page } = request;
  // Neither needs the other, so they travel together.
  const [rows, summary] = await Promise.all([listTodos(scope, request), summarize(scope, request)]);
  const items = rows.slice(0, page.limit);
  return {
    items: items.map(toTodo),
    ...summary,
    nextCursor: rows.length > items.length ? cursorOf(page, items.at(-1)) : null,
  };
}

function cursorOf(page: Page, last: ListedRow | undefined): string | null {
  if (last === undefined) return null;
  const { sort_key: key, position } = last;
  return encodeCursor(page, { key: key instanceof Date ? key.toISOString() : key, position });
}
