import { describe, expect, test } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import type { Todo } from '@todo-chatbot/contracts';
import type { ListData } from '../../../src/shared/todos/list-data';
import { letTimePass, todoKeys } from '../../../src/shared/todos/todo-cache';
import { DEFAULT_QUERY, type TodoQuery } from '../../../src/shared/todos/todo-query';
import { todoOf } from '../../todo-of';

const OVERDUE: TodoQuery = { ...DEFAULT_QUERY, due: 'overdue' };
const TODAY: TodoQuery = { ...DEFAULT_QUERY, due: 'today' };

/** A page that has read the open list, with these todos in it, and two lists of days, with none. */
function pageWith(todos: readonly Todo[]): QueryClient {
  const client = new QueryClient();
  const put = (query: TodoQuery, items: readonly Todo[]): void => {
    const page = { items: [...items], total: items.length, nextCursor: null, counts: { all: 0, open: 0, done: 0, overdue: 0 }, tags: [] };
    client.setQueryData<ListData>(todoKeys.list(query), { pages: [page], pageParams: [null] });
  };
  put(DEFAULT_QUERY, todos);
  put(OVERDUE, []);
  put(TODAY, []);
  return client;
}

const overdue = (client: QueryClient): string[] | undefined =>
  client.getQueryData<ListData>(todoKeys.list(OVERDUE))?.pages.flatMap(({ items }) => items.map(({ title }) => title));
const isKept = (client: QueryClient, query: TodoQuery): boolean => client.getQueryData(todoKeys.list(query)) !== undefined;

describe('as time passes', () => {
  const before = new Date(2026, 10, 24, 17, 1);
  const at = (hour: number, minute: number): string => new Date(2026, 10, 24, hour, minute).toISOString();

  test('a todo joins the overdue ones when its moment comes, unless it is done', () => {
    const client = pageWith([todoOf({ id: '1', title: 'call', due: at(17, 2) }), todoOf({ id: '2', title: 'done', due: at(17, 2), done: true }), todoOf({ id: '3', title: 'later', due: at(18, 0) })]);
    letTimePass(client, before, new Date(2026, 10, 24, 17, 2, 30));
    expect(overdue(client)).toEqual(['call']);
    expect(isKept(client, TODAY)).toBe(true);
    client.clear();
  });

  test.each([['a while later', new Date(2026, 10, 24, 17, 6)], ['the next day', new Date(2026, 10, 25, 0, 0, 10)]])('%s, lists that depend on the time are read anew, and no others', (_when, later) => {
    const client = pageWith([todoOf({ title: 'that day', due: '2026-11-24' })]);
    letTimePass(client, before, later);
    expect([TODAY, OVERDUE, DEFAULT_QUERY].map((query) => isKept(client, query))).toEqual([false, false, true]);
    client.clear();
  });
});
