import type { NewTodo, Todo, TodoFilter } from '@todo-chatbot/contracts';
import fc from 'fast-check';
import { startApp, type TestApp, type Visitor } from '../support/app';
import { addDays, today } from '../../src/time';

let test: TestApp;
let visitor: Visitor;
let todos: Todo[];

const day = (offset: number): string => addDays(new Date().toISOString().slice(0, 10), offset);
const TITLES = ['Buy milk', 'buy MILK and 100% juice', "it's _done_", 'Zażółć gęślą', 'ÄRGER', 'x\\y', '日本語'];
const DUES = [
  null,
  day(-40),
  day(-1),
  day(0),
  day(3),
  day(7),
  day(8),
  `${day(-1)}T12:00:00.000Z`,
  `${day(2)}T12:00:00.000Z`,
];

beforeAll(async () => {
  test = await startApp({ settings: { LOG_LEVEL: 'silent' } });
  visitor = test.visitor();
  const drafts: NewTodo[] = DUES.flatMap((due, a) =>
    TITLES.map((title, b) => ({
      title,
      due,
      notes: a % 2 === 0 ? 'remember the milk' : '',
      priority: (['none', 'low', 'medium', 'high'] as const)[(a + b) % 4] ?? 'none',
      tags: [['home'], ['work', 'home'], []][(a * 7 + b) % 3] ?? [],
    })),
  );
  const imported = drafts.map((draft, index) => ({ ...draft, done: index % 4 === 0 }));
  todos = (await visitor.ask<{ todos: Todo[] }>('POST', '/api/todos/import', { payload: { todos: imported } })).body
    .todos;
}, 60_000);
afterAll(() => test.stop());

const filters = fc.record(
  {
    search: fc.constantFrom('milk', 'MILK buy', '%', '_', "'", '\\', 'żółć', 'ärger', '本', 'home', 'nothing', '  '),
    status: fc.constantFrom('all', 'open', 'done'),
    due: fc.constantFrom('any', 'overdue', 'today', 'week', 'none'),
    priority: fc.constantFrom('none', 'low', 'medium', 'high'),
    tag: fc.constantFrom('home', 'work', 'nothing'),
  },
  { requiredKeys: [] },
);

/** The same in plain TypeScript, which is what a person means by it. */
function isMeant(
  { search = '', status = 'all', due = 'any', priority, tag }: Partial<TodoFilter>,
  todo: Todo,
): boolean {
  const now = today('UTC');
  const text = `${todo.title} ${todo.notes} ${todo.tags.join(' ')}`.toLowerCase();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const dueDay = todo.due?.slice(0, 10);
  const isOverdue =
    todo.due !== null && !todo.done && (todo.due.length === 10 ? todo.due < now.day : todo.due < now.now);
  const byDue = {
    any: true,
    none: todo.due === null,
    overdue: isOverdue,
    today: dueDay === now.day,
    week: dueDay !== undefined && dueDay >= now.day && dueDay <= now.weekAhead,
  }[due];
  return (
    byDue &&
    words.every((word) => text.includes(word)) &&
    (status === 'all' || todo.done === (status === 'done')) &&
    (priority === undefined || todo.priority === priority) &&
    (tag === undefined || todo.tags.includes(tag))
  );
}

describe('a filter', () => {
  it('finds exactly what is meant, and counts it, in whatever combination', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const query = new URLSearchParams({ ...filter, limit: '200' }).toString();
        const page = await visitor.list(`?${query}`);
        const meant = todos.filter((todo) => isMeant(filter, todo));
        expect(page.items.map(({ id }) => id)).toEqual(meant.map(({ id }) => id));
        expect(page.total).toBe(meant.length);
        expect(page.counts).toMatchObject({
          all: todos.length,
          overdue: todos.filter((one) => isMeant({ due: 'overdue' }, one)).length,
        });
        expect(page.tags).toEqual(['home', 'work']);
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});
