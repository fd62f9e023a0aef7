import type { InfiniteData } from '@tanstack/react-query';
import type { Todo, TodoPage } from '@todo-chatbot/contracts';
import { compareTodos } from './compare';
import { matches } from './matches';
import type { TodoQuery } from './todo-query';

/** The pages of one list that were loaded so far. */
export type ListData = InfiniteData<TodoPage>;

/** Todos as they are now, and the ids of those that are gone. */
export interface TodoDelta {
  readonly upserted: readonly Todo[];
  readonly deleted: readonly string[];
}

/**
 * The list after a change, without asking the server. Older versions than the list has are ignored, so
 * the same change may come any number of times, by any way. Untouched pages keep their identity.
 */
export function applyDelta(data: ListData, delta: TodoDelta, view: { query: TodoQuery; now: Date }): ListData {
  const known = new Map(data.pages.flatMap((page) => page.items).map((todo) => [todo.id, todo]));
  const news = newestOfEach(delta.upserted).filter((todo) => todo.version >= (known.get(todo.id)?.version ?? 0));
  const compare = compareTodos(view.query);
  const leaving = new Set(delta.deleted);
  const replacing = new Map<string, Todo>();
  const entering: Todo[] = [];
  for (const todo of news) {
    const old = known.get(todo.id);
    const belongs = matches(todo, view.query, view.now);
    if (old !== undefined && belongs && compare(old, todo) === 0) replacing.set(todo.id, todo);
    else {
      leaving.add(todo.id);
      if (belongs) entering.push(todo);
    }
  }
  const pages = data.pages.map((page) => withoutOrReplaced(page, leaving, replacing));
  return { ...data, pages: entering.toSorted(compare).reduce((all, todo) => insert(all, todo, compare), pages) };
}

function newestOfEach(todos: readonly Todo[]): readonly Todo[] {
  const newest = new Map<string, Todo>();
  for (const todo of todos) {
    if (todo.version >= (newest.get(todo.id)?.version ?? 0)) newest.set(todo.id, todo);
  }
  return [...newest.values()];
}

function withoutOrReplaced(page: TodoPage, leaving: ReadonlySet<string>, replacing: ReadonlyMap<string, Todo>): TodoPage {
  if (!page.items.some((todo) => leaving.has(todo.id) || replacing.has(todo.id))) return page;
  return {
    ...page,
    items: page.items.filter((todo) => !leaving.has(todo.id)).map((todo) => replacing.get(todo.id) ?? todo),
  };
}

/** Puts a todo where it sorts; beyond the last loaded page it is left for the page that will bring it. */
function insert(pages: readonly TodoPage[], todo: Todo, compare: (a: Todo, b: Todo) => number): TodoPage[] {
  const last = pages.length - 1;
  const found = pages.findIndex(({ items }) => items.length > 0 && compare(todo, items.at(-1) as Todo) < 0);
  if (found === -1 && pages[last]?.nextCursor !== null) return [...pages];
  return pages.map((page, index) => {
    if (index !== (found === -1 ? last : found)) return page;
    const before = page.items.findIndex((other) => compare(todo, other) < 0);
    return { ...page, items: page.items.toSpliced(before === -1 ? page.items.length : before, 0, todo) };
  });
}

/** Shows a todo right behind another (or first), before the server has given it its new position. */
export function placeAfter(data: ListData, id: string, after: string | null): ListData {
  const moved = data.pages.flatMap((page) => page.items).find((todo) => todo.id === id);
  if (moved === undefined) return data;
  const pages = data.pages.map((page) => withoutOrReplaced(page, new Set([id]), new Map()));
  const target = after === null ? 0 : pages.findIndex((page) => page.items.some((todo) => todo.id === after));
  return {
    ...data,
    pages: pages.map((page, index) => {
      if (index !== target) return page;
      const behind = page.items.findIndex((todo) => todo.id === after);
      return { ...page, items: page.items.toSpliced(behind + 1, 0, moved) };
    }),
  };
}

/** All loaded todos in order, each once even where pages overlap after a change between two requests. */
export function flatten(data: ListData | undefined): readonly Todo[] {
  const seen = new Set<string>();
  return (data?.pages ?? []).flatMap((page) =>
    page.items.filter((todo) => {
      if (seen.has(todo.id)) return false;
      seen.add(todo.id);
      return true;
    }),
  );
}
