import type { ListQuery, TodoFilter } from '@todo-chatbot/contracts';

/** What a list shows and in which order: a `ListQuery` without its paging, every choice made. */
export interface TodoQuery {
  readonly search: string;
  readonly status: NonNullable<TodoFilter['status']>;
  readonly due: NonNullable<TodoFilter['due']>;
  readonly priority: TodoFilter['priority'] | null;
  readonly tag: string | null;
  readonly sort: NonNullable<ListQuery['sort']>;
  readonly order: NonNullable<ListQuery['order']>;
}

export const DEFAULT_QUERY: TodoQuery = {
  search: '',
  status: 'open',
  due: 'any',
  priority: null,
  tag: null,
  sort: 'manual',
  order: 'asc',
};

/** The visitor's IANA time zone, in which "today" is meant. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The query string that asks the API for one page. */
export function pageParameters(query: TodoQuery, page: { cursor: string | null; limit: number }): string {
  const parameters = new URLSearchParams({ status: query.status, due: query.due, sort: query.sort, order: query.order });
  if (query.search !== '') parameters.set('search', query.search);
  if (query.priority !== null && query.priority !== undefined) parameters.set('priority', query.priority);
  if (query.tag !== null) parameters.set('tag', query.tag);
  if (page.cursor !== null) parameters.set('cursor', page.cursor);
  parameters.set('limit', String(page.limit));
  parameters.set('timeZone', timeZone());
  return parameters.toString();
}
