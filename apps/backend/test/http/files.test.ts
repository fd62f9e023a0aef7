import {
  IMPORT_BYTES_MAX,
  IMPORT_MAX,
  type ImportResult,
  type PortableTodo,
  type Problem,
} from '@todo-chatbot/contracts';
import { startApp, type TestApp, type Visitor } from '../support/app';
import { engines, openEngine, type OpenEngine } from '../support/engines';

describe.each(engines)('files over %s', (engine) => {
  let open: OpenEngine;
  let test: TestApp;
  let visitor: Visitor;

  beforeAll(async () => {
    open = await openEngine(engine);
    test = await startApp({ database: open.database });
  }, 60_000);
  afterAll(async () => {
    await test.stop();
    await open.close();
  });
  beforeEach(() => {
    visitor = test.visitor();
  });

  const csv = { 'content-type': 'text/csv' };
  const importCsv = (payload: string) =>
    visitor.ask<ImportResult & Problem>('POST', '/api/todos/import', { payload, headers: csv });
  const importJson = (payload: object) => visitor.ask<ImportResult & Problem>('POST', '/api/todos/import', { payload });

  const todos: PortableTodo[] = [
    { title: '=HYPERLINK("https://evil.example")', notes: '', due: null, priority: 'none', tags: [], done: false },
    { title: 'a, "b"; c', notes: 'line\n=2+3\nend', due: '2026-12-01', priority: 'high', tags: ['x', 'y'], done: true },
    { title: "'=already", notes: '-1', due: '2026-12-01T10:00:00.000Z', priority: 'low', tags: [], done: false },
    { title: 'zażółć 日本語 🎉', notes: '', due: null, priority: 'medium', tags: ['हिन्दी'], done: false },
  ];

  it.each(['json', 'csv'])('come back from %s as they were, in their order', async (format) => {
    await importJson({ todos });
    const file = await visitor.ask('GET', `/api/todos/export.${format}`);
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="todos-\d{4}-\d\d-\d\d\.\w+"$/);
    const other = test.visitor();
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
    expect(body.rejected.map(({ line }) => line)).toEqual([4, 5, 6]);
    expect(body.rejected[1]?.reason).toMatch(/^due: /);
  });

  it('are imported once per idempotency key, and taken back with one undo', async () => {
    const headers = { 'idempotency-key': 'file-1' };
    const send = () => visitor.ask<ImportResult>('POST', '/api/todos/import', { payload: { todos }, headers });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect((await visitor.list()).total).toBe(4);
    await visitor.ask('POST', `/api/undo/${first.body.undoId}`);
    expect((await visitor.list()).total).toBe(0);
  });

  it('come back in their order, thousands of them, though their places were taken meanwhile', async () => {
    const many = (name: string) => ({
      todos: Array.from({ length: 3000 }, (_, n) => ({ title: `${name} ${n}`, done: true })),
    });
    await importJson(many('old'));
    const cleared = await visitor.ask<ImportResult>('POST', '/api/todos/bulk', { payload: { action: 'clear-done' } });
    await importJson(many('new'));
    expect((await visitor.ask('POST', `/api/undo/${cleared.body.undoId}`)).status).toBe(200);
    const { body } = await visitor.ask<{ todos: PortableTodo[] }>('GET', '/api/todos/export.json');
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
    expect((await visitor.list()).total).toBe(0);
  });

  it.each([
    ['an empty file', '', 0],
    ['a title without rows', 'title\n', 0],
    ['a quote that never ends', 'title\n"milk', 1],
    ['names of JavaScript itself', '__proto__,constructor,title\nx,y,milk', 1],
    ['what Excel saves: a mark, semicolons, CRLF', '\ufefftitle;notes\r\nmilk;2 l\r\n', 1],
    ['columns in no order, and rows too long', 'notes,title\na,milk,surplus,surplus', 1],
    ['no column that is known', 'a,b\n1,2', 0],
  ])('read %s', async (_name, text, count) => {
    const { status, body } = await importCsv(text);
    expect([status, body.todos.length]).toEqual([200, count]);
  });

  it('A3: refuse what is no file of todos', async () => {
    for (const payload of [{ todos: 'x' }, { items: [] }, {}]) {
      expect((await importJson(payload)).status).toBe(422);
    }
    const rejected = (await importJson({ todos: [null, 7, 'x', { title: 7 }, {}] })).body.rejected;
    expect(rejected.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  });
});
