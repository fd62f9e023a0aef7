import type { QueryClient, QueryFilters } from '@tanstack/react-query';
import type { Change, Todo, TodoPage } from '@todo-chatbot/contracts';
import { isOverdue } from './due';
import { applyDelta, placeAfter, type ListData, type TodoDelta } from './list-data';
import type { TodoQuery } from './todo-query';

/** What a page says about more than its own items. */
export type TodoSummary = Pick<TodoPage, 'total' | 'counts' | 'tags'>;

export const todoKeys = {
  lists: ['todos'] as const,
  list: (query: TodoQuery) => ['todos', query] as const,
  summaries: ['todo-summary'] as const,
  summary: (query: TodoQuery) => ['todo-summary', query] as const,
};

/** Beyond this, reading the visible pages anew is quicker than sorting every todo in. */
const DELTA_MAX = 1500;

/** Shows a change in every loaded list and has the numbers counted anew. */
export function applyToCache(client: QueryClient, delta: TodoDelta): void {
  if (delta.upserted.length > DELTA_MAX) {
    void reloadTodos(client);
    return;
  }
  eachList(client, (data, query) => applyDelta(data, delta, { query, now: new Date() }));
  refreshSummaries(client);
}

/** `applyToCache` for what the API answers to a change. */
export function applyChange(client: QueryClient, change: Pick<Change, 'todos' | 'deleted'>): void {
  applyToCache(client, { upserted: change.todos, deleted: change.deleted });
}

/** Shows a move before the server has answered, in lists that are in manual order. */
export function showMove(client: QueryClient, id: string, after: string | null): void {
  eachList(client, (data, query) => (query.sort === 'manual' ? placeAfter(data, id, after) : data));
}

/** What is not on the page may become due as well: so often the lists that depend on the time are read anew. Days begin with one of these. */
const LOOK_AGAIN_MS = 5 * 60_000;

/** Shows what changes by the passing of time alone, which no server announces. */
export function letTimePass(client: QueryClient, since: Date, now: Date): void {
  const late = knownTodos(client).filter(({ due, done }) => due !== null && !done && isOverdue(due, now) && !isOverdue(due, since));
  if (late.length > 0) applyToCache(client, { upserted: late, deleted: [] });
  const period = (moment: Date): number => Math.floor(moment.getTime() / LOOK_AGAIN_MS);
  if (period(since) !== period(now)) void reloadTodos(client, ({ due }) => due !== 'any' && due !== 'none');
}

/** A todo as it was last heard of. */
export function tryFindTodo(client: QueryClient, id: string): Todo | undefined {
  return knownTodos(client)
    .filter((todo) => todo.id === id)
    .reduce<Todo | undefined>((newest, todo) => (newest === undefined || todo.version > newest.version ? todo : newest), undefined);
}

/** Reads lists anew, all or those of some queries, when it is unknown what was missed. */
export async function reloadTodos(client: QueryClient, concerned: (query: TodoQuery) => boolean = () => true): Promise<void> {
  const lists: QueryFilters = { queryKey: todoKeys.lists, predicate: ({ queryKey: [, query] }) => concerned(query as TodoQuery) };
  // Lists that nobody looks at would be reloaded page by page for nothing.
  client.removeQueries({ ...lists, type: 'inactive' });
  await Promise.all([
    client.invalidateQueries(lists),
    client.invalidateQueries({ queryKey: todoKeys.summaries }),
  ]);
}

/** Every todo of every loaded list; one that is in several comes several times. */
function knownTodos(client: QueryClient): readonly Todo[] {
  return client
    .getQueriesData<ListData>({ queryKey: todoKeys.lists })
    .flatMap(([, data]) => data?.pages ?? [])
    .flatMap((page) => page.items);
}

function eachList(client: QueryClient, change: (data: ListData, query: TodoQuery) => ListData): void {
  for (const [key, data] of client.getQueriesData<ListData>({ queryKey: todoKeys.lists })) {
    if (data !== undefined) client.setQueryData<ListData>(key, change(data, key[1] as TodoQuery));
  }
}

const SETTLE_MS = 250;
const waiting = new WeakMap<QueryClient, ReturnType<typeof setTimeout>>();

/** One count after a burst of changes, not one for each. */
function refreshSummaries(client: QueryClient): void {
  clearTimeout(waiting.get(client));
  waiting.set(
    client,
    setTimeout(() => void client.invalidateQueries({ queryKey: todoKeys.summaries }), SETTLE_MS),
  );
}
