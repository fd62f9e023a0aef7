import type { Todo, TodoPage } from '@todo-chatbot/contracts';
import type { listQuerySchema } from '@todo-chatbot/contracts';
import type { z } from 'zod';

type Query = z.output<typeof listQuerySchema>;

const RANK = { high: 0, medium: 1, low: 2, none: 3 } as const;

/** One page of a list, by rules written apart from the page's own. */
export function listTodos(all: readonly Todo[], query: Query): TodoPage {
  const now = new Date();
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: query.timeZone }).format(now);
  const day = (todo: Todo): string =>
    todo.due === null ? '' : todo.due.length === 10 ? todo.due : new Intl.DateTimeFormat('sv-SE', { timeZone: query.timeZone }).format(new Date(todo.due));
  const overdue = (todo: Todo): boolean => !todo.done && todo.due !== null && (todo.due.length === 10 ? todo.due < today : todo.due < now.toISOString());
  const week = new Date(Date.parse(today) + 7 * 86_400_000).toISOString().slice(0, 10);
  const due = {
    any: () => true,
    none: (todo: Todo) => todo.due === null,
    overdue,
    today: (todo: Todo) => day(todo) === today,
    week: (todo: Todo) => todo.due !== null && day(todo) >= today && day(todo) <= week,
  }[query.due];
  const found = all.filter(
    (todo) =>
      (query.status === 'all' || todo.done === (query.status === 'done')) &&
      (query.priority === undefined || todo.priority === query.priority) &&
      (query.tag === undefined || todo.tags.includes(query.tag)) &&
      due(todo) &&
      (query.search ?? '')
        .toLowerCase()
        .split(/\s+/)
        .every((word) => `${todo.title} ${todo.notes} ${todo.tags.join(' ')}`.toLowerCase().includes(word)),
  );
  const key = (todo: Todo): string =>
    ({ manual: todo.position, due: todo.due ?? '9999', priority: String(RANK[todo.priority]), created: todo.createdAt, title: todo.title.toLowerCase() })[query.sort];
  const sorted = found.sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    return (query.order === 'desc' ? -1 : 1) * (one < other ? -1 : Number(one > other)) || (a.position < b.position ? -1 : 1);
  });
  const start = query.cursor === undefined ? 0 : sorted.findIndex((todo) => todo.id === query.cursor) + 1;
  const items = sorted.slice(start, start + query.limit);
  return {
    items,
    total: sorted.length,
    nextCursor: start + items.length < sorted.length ? (items.at(-1)?.id ?? null) : null,
    counts: { all: all.length, open: all.filter((todo) => !todo.done).length, done: all.filter((todo) => todo.done).length, overdue: all.filter(overdue).length },
    tags: [...new Set(all.flatMap((todo) => todo.tags))].sort(),
  };
}
