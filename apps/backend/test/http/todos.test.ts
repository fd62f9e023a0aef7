import { randomUUID } from 'node:crypto';
import type { Change, Problem, Todo, TodoPage } from '@todo-chatbot/contracts';
import { engines } from '../support/engines';
import { over, useApp } from '../support/stage';

describe.each(engines)('todos over %s', (engine) => {
  const on = useApp(over(engine));

  const patch = (id: string, payload: object, match = '*') =>
    on.visitor.ask<Change>('PATCH', `/api/todos/${id}`, { payload, headers: { 'if-match': match } });
  const bulk = (payload: object) => on.visitor.ask<Change>('POST', '/api/todos/bulk', { payload });
  const undo = (undoId: string) => on.visitor.ask<Change>('POST', `/api/undo/${undoId}`);
  const move = (id: string, after: string | null, before: string | null) =>
    on.visitor.ask<Change & Problem>('POST', `/api/todos/${id}/move`, { payload: { after, before } });

  it('are created with everything they have, and given back as they are', async () => {
    const draft = { title: 'Pay rent', notes: 'a\nb', due: '2026-12-01', priority: 'high', tags: ['home', 'home'] };
    const created = await on.visitor.ask<Todo>('POST', '/api/todos', { payload: draft });
    expect(created.status).toBe(201);
    expect(created.headers['etag']).toBe('"1"');
    expect(created.body).toMatchObject({ ...draft, tags: ['home'], done: false, completedAt: null, version: 1 });
    expect((await on.visitor.list()).items).toEqual([created.body]);
  });

  it('keep a moment as UTC, and a day as a day', async () => {
    expect((await on.visitor.create({ title: 'a', due: '2026-12-01T10:00:00Z' })).due).toBe('2026-12-01T10:00:00.000Z');
    expect((await on.visitor.create({ title: 'b', due: '2026-12-01' })).due).toBe('2026-12-01');
  });

  it('say when they were completed, and forget it when they are open again', async () => {
    const { id } = await on.visitor.create({ title: 'a' });
    const done = (await patch(id, { done: true })).body.todos[0];
    expect(done).toMatchObject({ done: true, version: 2 });
    expect(Date.parse(String(done?.completedAt))).toBeGreaterThan(Date.parse('2026-01-01'));
    expect((await patch(id, { done: false })).body.todos[0]).toMatchObject({ done: false, completedAt: null });
  });

  it('lose nothing to two editors: the second is told what it is now', async () => {
    const { id } = await on.visitor.create({ title: 'draft' });
    const edits = await Promise.all([patch(id, { title: 'mine' }, '"1"'), patch(id, { title: 'yours' }, '"1"')]);
    expect(edits.map(({ status }) => status).sort()).toEqual([200, 412]);
    const lost = edits.find(({ status }) => status === 412)?.body as unknown as Problem;
    const [kept] = (await on.visitor.list()).items;
    expect(lost).toMatchObject({ code: 'version-conflict', current: kept });
  });

  it('are changed only by who says which version', async () => {
    const { id } = await on.visitor.create({ title: 'a' });
    const nothing = await on.visitor.ask<Problem>('PATCH', `/api/todos/${id}`, { payload: { title: 'b' } });
    expect([nothing.status, nothing.body.code]).toEqual([428, 'if-match-required']);
    expect((await patch(id, { title: 'b' }, 'nonsense')).status).toBe(428);
    expect((await patch(id, { title: 'b' }, 'W/"1"')).status).toBe(200);
    const late = await on.visitor.ask('DELETE', `/api/todos/${id}`, { headers: { 'if-match': '"1"' } });
    expect(late.status).toBe(412);
    for (const match of ['nonsense', '"1", "3"', '']) {
      const unread = await on.visitor.ask('DELETE', `/api/todos/${id}`, { headers: { 'if-match': match } });
      expect([match, unread.status]).toEqual([match, 428]);
    }
    expect((await on.visitor.ask('DELETE', `/api/todos/${id}`)).status).toBe(200);
    expect((await on.visitor.ask('DELETE', `/api/todos/${id}`)).status).toBe(404);
  });

  it('are created once per idempotency key, also by requests at the same time', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await on.visitor.list();
    const send = () => on.visitor.ask<Todo>('POST', '/api/todos', { payload: { title: 'once' }, headers });
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await on.visitor.list()).total).toBe(1);
    const other = await on.visitor.ask<Problem>('POST', '/api/todos', { payload: { title: 'other' }, headers });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('share no idempotency key between people, and refuse a bad one', async () => {
    const headers = { 'idempotency-key': 'same' };
    const first = await on.visitor.ask<Todo>('POST', '/api/todos', { payload: { title: 'mine' }, headers });
    const second = await on.app.visitor().ask<Todo>('POST', '/api/todos', { payload: { title: 'mine' }, headers });
    expect(second.body.id).not.toBe(first.body.id);
    const bad = { 'idempotency-key': 'x'.repeat(201) };
    expect((await on.visitor.ask('POST', '/api/todos', { payload: { title: 'a' }, headers: bad })).status).toBe(400);
  });

  it('move between two others, to the beginning and to the end', async () => {
    const [a, b, c] = [
      await on.visitor.create({ title: 'a' }),
      await on.visitor.create({ title: 'b' }),
      await on.visitor.create({ title: 'c' }),
    ];
    await move(c.id, a.id, b.id);
    expect(await on.visitor.titles()).toEqual(['a', 'c', 'b']);
    await move(b.id, null, a.id);
    expect(await on.visitor.titles()).toEqual(['b', 'a', 'c']);
    await move(b.id, c.id, null);
    expect(await on.visitor.titles()).toEqual(['a', 'c', 'b']);
  });

  it('do not move between two that are not in that order any more', async () => {
    const [a, b, c] = [
      await on.visitor.create({ title: 'a' }),
      await on.visitor.create({ title: 'b' }),
      await on.visitor.create({ title: 'c' }),
    ];
    const moved = await move(c.id, b.id, a.id);
    expect([moved.status, moved.body.code]).toEqual([409, 'order-changed']);
    expect((await move(c.id, randomUUID(), null)).status).toBe(404);
    expect(await on.visitor.titles()).toEqual(['a', 'b', 'c']);
  });

  it('are completed, reopened, deleted and cleared in bulk, each with an undo', async () => {
    const ids = [(await on.visitor.create({ title: 'a' })).id, (await on.visitor.create({ title: 'b' })).id];
    await on.visitor.create({ title: 'c' });
    const completed = await bulk({ action: 'complete', ids });
    expect(completed.body.summary).toBe('Completed 2 todos');
    expect((await on.visitor.list('?status=done')).total).toBe(2);
    const cleared = await bulk({ action: 'clear-done' });
    expect(cleared.body.deleted.sort()).toEqual([...ids].sort());
    expect(await on.visitor.titles()).toEqual(['c']);
    await undo(cleared.body.undoId);
    expect(await on.visitor.titles()).toEqual(['a', 'b', 'c']);
    await bulk({ action: 'reopen', ids });
    expect((await on.visitor.list()).counts).toEqual({ all: 3, open: 3, done: 0, overdue: 0 });
    await bulk({ action: 'delete', ids: [...ids, randomUUID()] });
    expect(await on.visitor.titles()).toEqual(['c']);
  });

  it('come back with undo, once; the undo can be undone', async () => {
    const { id } = await on.visitor.create({ title: 'keep me' });
    const { undoId } = (await on.visitor.ask<Change>('DELETE', `/api/todos/${id}`)).body;
    const undone = await undo(undoId);
    expect(undone.body.summary).toBe('Undid: Deleted “keep me”');
    expect((await on.visitor.list()).items[0]).toMatchObject({ id, title: 'keep me', version: 2 });
    expect((await undo(undoId)).status).toBe(404);
    await undo(undone.body.undoId);
    expect(await on.visitor.titles()).toEqual([]);
  });

  it('keep what was changed after the change that is undone', async () => {
    const { id } = await on.visitor.create({ title: 'old', priority: 'low' });
    const { undoId } = (await patch(id, { title: 'new', priority: 'high' })).body;
    await patch(id, { title: 'newest' });
    await undo(undoId);
    expect((await on.visitor.list()).items[0]).toMatchObject({ title: 'newest', priority: 'low' });
    const last = (await patch(id, { priority: 'medium' })).body.undoId;
    await patch(id, { priority: 'none' });
    const conflict = (await undo(last)) as unknown as { status: number; body: Problem };
    expect([conflict.status, conflict.body.code]).toEqual([409, 'undo-conflict']);
  });

  it.each([
    ['overdue', ['past day', 'past moment']],
    ['today', ['today', 'later today']],
    ['week', ['today', 'later today', 'in a week']],
    ['none', ['some day']],
  ])('are found by a due date that is %s', async (due, expected) => {
    const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    await on.visitor.create({ title: 'past day', due: day(-1) });
    await on.visitor.create({ title: 'past moment', due: `${day(-1)}T00:00:00Z` });
    await on.visitor.create({ title: 'today', due: day(0) });
    await on.visitor.create({ title: 'later today', due: `${day(0)}T23:59:59.999Z` });
    await on.visitor.create({ title: 'in a week', due: day(7) });
    await on.visitor.create({ title: 'far away', due: day(9) });
    await on.visitor.create({ title: 'some day' });
    const done = await on.visitor.create({ title: 'done long ago', due: day(-9) });
    await patch(done.id, { done: true });
    expect((await on.visitor.titles(`?due=${due}`)).sort()).toEqual([...expected].sort());
  });

  it('A11: take what looks like SQL or a pattern for data, in every field and filter', async () => {
    const title = "100% %_ done'; DROP TABLE todos; --";
    await on.visitor.create({ title, notes: "\\' or 1=1", tags: ['a_b'] });
    await on.visitor.create({ title: '100 done' });
    const find = (query: Record<string, string>) => on.visitor.titles(`?${new URLSearchParams(query).toString()}`);
    expect(await find({ search: "%_ done'; DROP" })).toEqual([title]);
    expect(await find({ search: '100% %' })).toEqual([title]);
    expect(await find({ search: '\\' })).toEqual([title]);
    expect(await find({ tag: 'a_b' })).toEqual([title]);
    expect((await on.visitor.ask('GET', '/api/todos?sort=title;drop')).status).toBe(422);
    expect((await on.visitor.ask('GET', "/api/todos?tag=a'--")).status).toBe(422);
    expect((await on.visitor.list()).total).toBe(2);
  });

  it('page through 10,000 in every order, each exactly once', async () => {
    const draft = (_: unknown, index: number) => ({
      title: `todo ${index % 97} ${index}`,
      priority: ['none', 'low', 'medium', 'high'][index % 4],
      due: index % 3 === 0 ? null : `2026-0${1 + (index % 9)}-1${index % 10}`,
      done: index % 5 === 0,
    });
    const todos = Array.from({ length: 10_000 }, draft);
    const imported = await on.visitor.ask('POST', '/api/todos/import', { payload: { todos } });
    expect(imported.status).toBe(200);
    for (const [sort, order] of [
      ['manual', 'asc'],
      ['manual', 'desc'],
      ['due', 'asc'],
      ['priority', 'desc'],
      ['created', 'asc'],
      ['title', 'desc'],
    ]) {
      const seen = new Set<string>();
      let cursor: string | null = '';
      let pages = 0;
      do {
        const page: TodoPage = await on.visitor.list(
          `?limit=200&sort=${sort}&order=${order}${cursor ? `&cursor=${cursor}` : ''}`,
        );
        expect(page.total).toBe(10_000);
        for (const { id } of page.items) seen.add(id);
        cursor = page.nextCursor;
        pages += 1;
      } while (cursor !== null);
      expect([sort, order, seen.size, pages]).toEqual([sort, order, 10_000, 50]);
    }
    const done = await on.visitor.list('?status=done&limit=1');
    expect(done).toMatchObject({ total: 2000, counts: { all: 10_000, open: 8000, done: 2000 } });
  }, 120_000);

  it('page on where the reader was, whatever was added or deleted meanwhile', async () => {
    for (const title of ['a', 'b', 'c', 'd']) await on.visitor.create({ title });
    const first = await on.visitor.list('?limit=2');
    await on.visitor.ask('DELETE', `/api/todos/${first.items[1]?.id}`);
    await on.visitor.create({ title: 'e' });
    const second = await on.visitor.list(`?limit=10&cursor=${first.nextCursor}`);
    expect(second.items.map(({ title }) => title)).toEqual(['c', 'd', 'e']);
  });

  it('page on behind the longest titles of any script', async () => {
    for (const end of ['一', '二']) await on.visitor.create({ title: '漢'.repeat(199) + end });
    const first = await on.visitor.list('?limit=1&sort=title');
    const second = await on.visitor.list(`?limit=1&sort=title&cursor=${first.nextCursor}`);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(2);
  });

  it('refuse a cursor of another list', async () => {
    for (const title of ['a', 'b']) await on.visitor.create({ title });
    const { nextCursor } = await on.visitor.list('?limit=1&sort=title');
    for (const query of [
      `sort=due&cursor=${nextCursor}`,
      `sort=title&order=desc&cursor=${nextCursor}`,
      'cursor=nonsense',
      'cursor=W10',
      ...[
        ['priority', 'desc', 9_007_199_254_740_991, 'a'],
        ['created', 'asc', '0000-01-01T00:00:00Z', 'a'],
        ['title', 'asc', 'a\0', 'a'],
        ['title', 'asc', 'a', '\0'],
      ].map(([sort, order, ...rest]) => {
        const cursor = Buffer.from(JSON.stringify([sort, order, ...rest])).toString('base64url');
        return `sort=${sort}&order=${order}&cursor=${cursor}`;
      }),
    ]) {
      const { status, body } = await on.visitor.ask<Problem>('GET', `/api/todos?${query}`);
      expect([query, status, body.code]).toEqual([query, 400, 'bad-cursor']);
    }
  });
});
