import {
  IMPORT_BYTES_MAX,
  IMPORT_MAX,
  type ImportResult,
  type PortableTodo,
  type Problem,
} from '@todo-chatbot/contracts';
import { engines } from '../support/engines';
import { over, useApp } from '../support/stage';

describe.each(engines)('files over %s', (engine) => {
  const on = useApp(over(engine));

  const csv = { 'content-type': 'text/csv' };
  const importCsv = (payload: string) =>
    on.visitor.ask<ImportResult & Problem>('POST', '/api/todos/import', { payload, headers: csv });
  const importJson = (payload: object) => on.visitor.ask<ImportResult & Problem>('POST', '/api/todos/import', { payload });

  const todos: PortableTodo[] = [
    { title: '=HYPERLINK("https://evil.example")', notes: '', due: null, priority: 'none', tags: [], done: false },
    { title: 'a, "b"; c', notes: 'line\n=2+3\nend', due: '2026-12-01', priority: 'high', tags: ['x', 'y'], done: true },
    { title: "'=already", notes: '-1', due: '2026-12-01T10:00:00.000Z', priority: 'low', tags: [], done: false },
    { title: 'zażółć 日本語 🎉', notes: '', due: null, priority: 'medium', tags: ['हिन्दी'], done: false },
  ];

  it.each(['json', 'csv'])('come back from %s as they were, in their order', async (format) => {
    await importJson({ todos });
    const file = await on.visitor.ask('GET', `/api/todos/export.${format}`);
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="todos-\d{4}-\d\d-\d\d\.\w+"$/);
    const other = on.app.visitor();
    const headers = { 'content-type': String(file.headers['content-type']) };
    const imported = await other.ask<ImportResult>('POST', '/api/todos/import', { payload: file.text, headers });
    expect(imported.body).toMatchObject({ rejected: [], summary: 'Imported 4 todos' });
    const again = await other.ask<{ todos: PortableTodo[] }>('GET', '/api/todos/export.json');
    expect(again.body.todos).toEqual(todos);
  });

  it('take what is a todo and name each row that is not', async () => {
    const { body } = await importCsv(
      'Title,Due,Priority,extra\nmilk,,,\n\n,2026-12-01,,\nrent,someday,,\n"two\nlines",,URGENT,\ntaxes,2026-04-01,High,x\n',
    );
    expect(body.todos.map(({ title }) => title)).toEqual(['milk', 'taxes']);
    expect(body.rejected).toEqual([
      { reason: 'The title needs 1 to 200 characters.', count: 1, lines: [4] },
      {
        reason: 'The due date must be a day such as 2026-11-24, or a moment such as 2026-11-24T17:00:00Z.',
        count: 1,
        lines: [5],
      },
      { reason: 'The priority must be one of none, low, medium, high.', count: 1, lines: [6] },
    ]);
  });

  it('say what is wrong once, however often it is, with the first lines', async () => {
    const bad = Array.from({ length: 5000 }, (_, n) => (n % 2 === 0 ? { title: 'x', due: 'soon' } : { title: 7 }));
    const { body } = await importJson({ todos: [{ title: 'good' }, ...bad] });
    expect(body.todos).toHaveLength(1);
    expect(body.rejected).toEqual([
      { reason: expect.stringMatching(/^The due date/), count: 2500, lines: [2, 4, 6, 8, 10, 12, 14, 16, 18, 20] },
      { reason: expect.stringMatching(/^The title/), count: 2500, lines: [3, 5, 7, 9, 11, 13, 15, 17, 19, 21] },
    ]);
  });

  it.each(['name,due\nmilk,2026-12-01\nrent,\n', 'milk\nrent\ntaxes\n', 'titel;notes\nmilk;2 l\n'])(
    'without a column of titles are refused once, whole, with the columns there may be: %j',
    async (text) => {
      const { status, body } = await importCsv(text);
      expect([status, body.code]).toEqual([422, 'validation']);
      expect(body.detail).toBe(
        'The first row must name the columns, one of them “title”; it may name title, notes, due, priority, tags, done.',
      );
    },
  );

  it('are imported once per idempotency key, and taken back with one undo', async () => {
    const headers = { 'idempotency-key': 'file-1' };
    const send = () => on.visitor.ask<ImportResult>('POST', '/api/todos/import', { payload: { todos }, headers });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect((await on.visitor.list()).total).toBe(4);
    await on.visitor.ask('POST', `/api/undo/${first.body.undoId}`);
    expect((await on.visitor.list()).total).toBe(0);
  });

  it('come back in their order, thousands of them, though their places were taken meanwhile', async () => {
    const many = (name: string) => ({
      todos: Array.from({ length: 3000 }, (_, n) => ({ title: `${name} ${n}`, done: true })),
    });
    await importJson(many('old'));
    const cleared = await on.visitor.ask<ImportResult>('POST', '/api/todos/bulk', { payload: { action: 'clear-done' } });
    await importJson(many('new'));
    expect((await on.visitor.ask('POST', `/api/undo/${cleared.body.undoId}`)).status).toBe(200);
    const { body } = await on.visitor.ask<{ todos: PortableTodo[] }>('GET', '/api/todos/export.json');
    for (const name of ['old', 'new']) {
      const titles = body.todos.map(({ title }) => title).filter((title) => title.startsWith(name));
      expect(titles).toEqual(many(name).todos.map(({ title }) => title));
    }
  }, 60_000);

  it('A7: are refused whole when they hold too many, or are too big', async () => {
    const many = await importJson({ todos: Array.from({ length: IMPORT_MAX + 1 }, () => ({ title: 'x' })) });
    expect([many.status, many.body.code]).toEqual([422, 'validation']);
    const big = await importCsv(`title\n${'x'.repeat(IMPORT_BYTES_MAX)}`);
    expect([big.status, big.body.code]).toEqual([413, 'too-large']);
    expect((await on.visitor.list()).total).toBe(0);
  });

  it.each([
    ['an empty file', '', 0],
    ['a title without rows', 'title\n', 0],
    ['a quote that never ends', 'title\n"milk', 1],
    ['names of JavaScript itself', '__proto__,constructor,title\nx,y,milk', 1],
    ['what Excel saves: a mark, semicolons, CRLF', '\ufefftitle;notes\r\nmilk;2 l\r\n', 1],
    ['columns in no order, and rows too long', 'notes,title\na,milk,surplus,surplus', 1],
  ])('read %s', async (_name, text, count) => {
    const { status, body } = await importCsv(text);
    expect([status, body.todos.length]).toEqual([200, count]);
  });

  it('A3: refuse what is no file of todos', async () => {
    for (const payload of [{ todos: 'x' }, { items: [] }, {}]) {
      expect((await importJson(payload)).status).toBe(422);
    }
    const { rejected } = (await importJson({ todos: [null, 7, 'x', { title: 7 }, {}, { title: 'x', tags: ['a b'] }] })).body;
    expect(rejected).toEqual([
      { reason: 'This is not a todo.', count: 3, lines: [1, 2, 3] },
      { reason: 'The title needs 1 to 200 characters.', count: 2, lines: [4, 5] },
      { reason: 'There may be 10 tags at most, each of up to 40 letters, digits, - and _.', count: 1, lines: [6] },
    ]);
  });
});
