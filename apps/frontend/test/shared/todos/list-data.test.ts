import { describe, expect, test } from '@jest/globals';
import type { Todo, TodoPage } from '@todo-chatbot/contracts';
import fc from 'fast-check';
import { compareTodos } from '../../../src/shared/todos/compare';
import { applyDelta, flatten, placeAfter, type ListData } from '../../../src/shared/todos/list-data';
import { matches } from '../../../src/shared/todos/matches';
import { DEFAULT_QUERY, type TodoQuery } from '../../../src/shared/todos/todo-query';
import { todoOf } from '../../todo-of';

const now = new Date('2026-11-24T12:00:00Z');

describe('applyDelta', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((position) => todoOf({ id: position, position })) as [Todo, Todo, Todo];

  test('replaces in place, inserts where it sorts, and removes', () => {
    const list = listOf([[a, c]]);
    const after = apply(list, { upserted: [b, { ...c, version: 2, title: 'new' }], deleted: ['a'] });
    expect(flatten(after).map(({ id, title }) => [id, title])).toEqual([
      ['b', 'A todo'],
      ['c', 'new'],
    ]);
  });

  test('ignores what is older than what it has', () => {
    const list = listOf([[{ ...a, version: 5, title: 'newest' }]]);
    expect(flatten(apply(list, { upserted: [{ ...a, version: 4, title: 'late' }], deleted: [] }))[0]?.title).toBe('newest');
  });

  test('removes what no longer belongs', () => {
    expect(flatten(apply(listOf([[a, b]]), { upserted: [{ ...a, version: 2, done: true }], deleted: [] })).map(({ id }) => id)).toEqual(['b']);
  });

  test('leaves what sorts behind the last loaded page to that page', () => {
    const partly = listOf([[a]], 'more');
    expect(flatten(apply(partly, { upserted: [c], deleted: [] })).map(({ id }) => id)).toEqual(['a']);
  });

  test('keeps the identity of pages it does not touch', () => {
    const list = listOf([[a], [b], [c]]);
    const after = apply(list, { upserted: [{ ...b, version: 2 }], deleted: [] });
    expect(after.pages[0]).toBe(list.pages[0]);
    expect(after.pages[2]).toBe(list.pages[2]);
    expect(after.pages[1]).not.toBe(list.pages[1]);
  });

  const anyTodo = fc
    .record({
      number: fc.integer({ min: 1, max: 12 }),
      position: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      version: fc.integer({ min: 1, max: 4 }),
      done: fc.boolean(),
      title: fc.constantFrom('milk', 'Bread', 'zebra'),
      due: fc.constantFrom(null, '2026-11-20', '2026-11-24', '2026-12-24'),
      priority: fc.constantFrom('none' as const, 'high' as const),
    })
    .map(({ number, ...rest }) => todoOf({ id: `id-${String(number)}`, ...rest }));
  const anyQuery = fc.record({
    search: fc.constantFrom('', 'milk'),
    status: fc.constantFrom('open' as const, 'all' as const),
    due: fc.constantFrom('any' as const, 'overdue' as const),
    priority: fc.constant(null),
    tag: fc.constant(null),
    sort: fc.constantFrom('manual' as const, 'due' as const, 'priority' as const, 'title' as const),
    order: fc.constantFrom('asc' as const, 'desc' as const),
  });
  const anyDeltas = fc.array(fc.record({ upserted: fc.array(anyTodo, { maxLength: 4 }), deleted: fc.array(fc.constantFrom('id-1', 'id-2', 'id-3'), { maxLength: 2 }) }), { maxLength: 8 });

  test('keeps a complete list sorted, without doubles, and to what belongs in it', () => {
    fc.assert(
      fc.property(anyQuery, anyDeltas, (query, deltas) => {
        const compare = compareTodos(query);
        const todos = flatten(deltas.reduce((list, delta) => applyDelta(list, delta, { query, now }), listOf([[], []])));
        expect(new Set(todos.map(({ id }) => id)).size).toBe(todos.length);
        expect(todos.every((todo) => matches(todo, query, now))).toBe(true);
        expect(todos).toEqual([...todos].sort(compare));
      }),
    );
  });

  test('gives the same list however often a change is told', () => {
    fc.assert(
      fc.property(anyQuery, anyDeltas, (query, deltas) => {
        const once = deltas.reduce((list, delta) => applyDelta(list, delta, { query, now }), listOf([[]]));
        const last = deltas.at(-1) ?? { upserted: [], deleted: [] };
        const known = new Set(last.upserted.map(({ id }) => id));
        // A todo both changed and deleted in one delta is nothing a server says.
        fc.pre(!last.deleted.some((id) => known.has(id)));
        expect(flatten(applyDelta(once, last, { query, now }))).toEqual(flatten(once));
      }),
    );
  });
});

describe('placeAfter', () => {
  const list = listOf([[todoOf({ id: 'a' }), todoOf({ id: 'b' })], [todoOf({ id: 'c' })]]);
  const ids = (data: ListData): string[] => flatten(data).map(({ id }) => id);

  test('moves over pages, and to the front', () => {
    expect(ids(placeAfter(list, 'a', 'c'))).toEqual(['b', 'c', 'a']);
    expect(ids(placeAfter(list, 'c', null))).toEqual(['c', 'a', 'b']);
  });

  test('leaves a list alone that does not have the todo', () => {
    expect(placeAfter(list, 'x', 'a')).toBe(list);
  });
});

function apply(list: ListData, delta: Parameters<typeof applyDelta>[1], query: TodoQuery = DEFAULT_QUERY): ListData {
  return applyDelta(list, delta, { query, now });
}

function listOf(pages: readonly (readonly Todo[])[], nextCursor: string | null = null): ListData {
  const counts = { all: 0, open: 0, done: 0, overdue: 0 };
  return {
    pageParams: pages.map(() => null),
    pages: pages.map((items, index): TodoPage => ({ items: [...items], total: 0, nextCursor: index === pages.length - 1 ? nextCursor : 'next', counts, tags: [] })),
  };
}
