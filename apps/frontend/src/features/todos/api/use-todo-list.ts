import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { routes, type Todo, type TodoPage } from '@todo-chatbot/contracts';
import { useMemo } from 'react';
import { request } from '../../../shared/api/request';
import { flatten, type ListData } from '../../../shared/todos/list-data';
import { todoKeys, type TodoSummary } from '../../../shared/todos/todo-cache';
import { pageParameters, type TodoQuery } from '../../../shared/todos/todo-query';

/** A small first page is on the screen sooner; the pages after it are as large as the API gives. */
const FIRST_PAGE = 60;
const NEXT_PAGE = 200;

/** The todos that match, page after page. */
export function useTodoList(query: TodoQuery) {
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: todoKeys.list(query),
    queryFn: async ({ pageParam, signal }) => loadPage({ client, query, cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Comparing thousands of todos with themselves at every change is what would make a long list slow.
    structuralSharing: false,
  });
  const todos = useMemo(() => flatten(list.data), [list.data]);
  return { ...list, todos };
}

/** The todos of a list as they are now, drawn or not. */
export function readTodos(client: QueryClient, query: TodoQuery): readonly Todo[] {
  return flatten(client.getQueryData<ListData>(todoKeys.list(query)));
}

interface PageRequest {
  readonly client: QueryClient;
  readonly query: TodoQuery;
  readonly cursor: string | null;
  readonly signal: AbortSignal;
}

async function loadPage({ client, query, cursor, signal }: PageRequest): Promise<TodoPage> {
  const limit = cursor === null ? FIRST_PAGE : NEXT_PAGE;
  const page = await request<TodoPage>(`${routes.todos}?${pageParameters(query, { cursor, limit })}`, { signal });
  const { total, counts, tags } = page;
  if (cursor === null) client.setQueryData<TodoSummary>(todoKeys.summary(query), { total, counts, tags });
  return page;
}

/** How many there are, in all and of each kind, and which tags; as the first page said, counted anew after changes. */
export function useTodoSummary(query: TodoQuery): TodoSummary | undefined {
  const { data } = useQuery({
    queryKey: todoKeys.summary(query),
    queryFn: async ({ signal }) => {
      const page = await request<TodoPage>(`${routes.todos}?${pageParameters(query, { cursor: null, limit: 1 })}`, { signal });
      return { total: page.total, counts: page.counts, tags: page.tags };
    },
    placeholderData: keepPreviousData,
    // The first page of the list fills it in, so that opening the page asks only once.
    enabled: (own) => own.state.data !== undefined,
  });
  return data;
}
