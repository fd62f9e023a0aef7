import { randomUUID } from 'node:crypto';
import type { Change, Confirmation, Problem, Todo } from '@todo-chatbot/contracts';
import { sql } from 'kysely';
import { inWorkspace } from '../../src/db/workspace';
import type { Visitor } from '../support/app';
import { engines } from '../support/engines';
import { over, useApp } from '../support/stage';

describe.each(engines)('security over %s', (engine) => {
  const on = useApp(over(engine, { secrets: ['s3cret-value'] }));

  it('A1, A12: a stranger sees and changes nothing of another, at no endpoint, not even with the id', async () => {
    const todo = await on.visitor.create({ title: 'private', tags: ['secret'] });
    const { undoId } = (
      await on.visitor.ask<Change>('POST', '/api/todos/bulk', { payload: { action: 'complete', ids: [todo.id] } })
    ).body;
    const [card] = await on.visitor.cards('delete private');
    const confirmation = card as Confirmation;
    expect(confirmation.kind).toBe('confirmation');

    const stranger = on.app.visitor();
    const mine = await stranger.create({ title: 'mine' });
    const refused: [Parameters<Visitor['ask']>, number][] = [
      [['PATCH', `/api/todos/${todo.id}`, { payload: { done: false }, headers: { 'if-match': '*' } }], 404],
      [['DELETE', `/api/todos/${todo.id}`], 404],
      [['POST', `/api/todos/${todo.id}/move`, { payload: { after: null, before: null } }], 404],
      [['POST', `/api/todos/${mine.id}/move`, { payload: { after: todo.id, before: null } }], 404],
      [['POST', '/api/todos/bulk', { payload: { action: 'delete', ids: [todo.id] } }], 404],
      [['POST', `/api/undo/${undoId}`], 404],
      [['POST', `/api/chat/confirmations/${confirmation.id}`, { payload: { decision: 'approve' } }], 404],
    ];
    for (const [request, status] of refused) {
      expect([request[1], (await stranger.ask(...request)).status]).toEqual([request[1], status]);
    }
    await stranger.ask('POST', '/api/todos/bulk', { payload: { action: 'reopen', ids: [todo.id] } });
    await stranger.ask('POST', '/api/todos/bulk', { payload: { action: 'clear-done' } });
    const seen = await stranger.list();
    expect([seen.items.map(({ title }) => title), seen.tags, seen.counts.all]).toEqual([['mine'], [], 1]);
    expect((await stranger.ask('GET', '/api/todos/export.csv')).text).not.toContain('private');
    expect((await stranger.ask('GET', '/api/chat/history')).body).toEqual({ messages: [] });
    expect((await on.visitor.list()).items).toMatchObject([{ title: 'private', done: true, version: 2 }]);
  });

  it('A12: row-level security hides every other workspace from queries without a condition', async () => {
    await on.visitor.create({ title: 'mine' });
    await on.visitor.say('delete mine');
    const { db } = on.app.services.database;
    const tables = ['todos', 'changes', 'events', 'messages', 'confirmations', 'idempotency_keys'] as const;
    for (const table of tables) {
      const foreign = await inWorkspace(db, randomUUID(), (scope) => scope.db.selectFrom(table).selectAll().execute());
      expect([table, foreign]).toEqual([table, []]);
      expect([table, await db.selectFrom(table).selectAll().execute()]).toEqual([table, []]);
    }
    const changed = await inWorkspace(db, randomUUID(), (scope) =>
      scope.db.updateTable('todos').set({ title: 'stolen' }).returning('id').execute(),
    );
    expect(changed).toEqual([]);
    expect(await on.visitor.titles()).toEqual(['mine']);
  });

  it('A12: row-level security lets nobody write into another workspace', async () => {
    await on.visitor.list();
    const [{ workspace_id: target = '' } = {}] = await on.app.services.database.db
      .selectFrom('sessions')
      .select('workspace_id')
      .execute();
    const intrusion = inWorkspace(on.app.services.database.db, randomUUID(), (scope) =>
      scope.db
        .insertInto('todos')
        .values({
          id: randomUUID(),
          workspace_id: target,
          title: 'planted',
          notes: '',
          due: null,
          priority: 'none',
          tags: [],
          done: false,
          completed_at: null,
          position: 'a0',
        })
        .execute(),
    );
    await expect(intrusion).rejects.toThrow(/row-level security/);
  });

  it.each([
    'create table mischief (id int)',
    'drop table todos',
    'alter table todos disable row level security',
    'truncate todos',
    'select value from server_keys',
    'select * from kysely_migration',
    'delete from workspaces',
    'create role mischief',
  ])('A11: requests run under a role that may not %s', async (statement) => {
    await expect(sql.raw(statement).execute(on.app.services.database.db)).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  it('A13: the session cookie is __Host-, Secure, HttpOnly, SameSite and of 256 random bits, signed', async () => {
    const { headers } = await on.visitor.ask('GET', '/api/session');
    const form = /^__Host-session=[\w-]{43}\.[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/;
    expect(String(headers['set-cookie'])).toMatch(form);
    expect((await on.visitor.ask('GET', '/api/session')).headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['a forged signature', (cookie: string) => `${cookie.split('.')[0] ?? ''}.${'A'.repeat(43)}`],
    ['no signature', (cookie: string) => cookie.split('.')[0] ?? ''],
    ['another token', (cookie: string) => cookie.replace(/=[\w-]{43}/, `=${'B'.repeat(43)}`)],
    ['nonsense', () => '__Host-session=%00%ff..'],
  ])('A13: a cookie with %s opens a new, empty workspace', async (_name, forge) => {
    await on.visitor.create({ title: 'mine' });
    const answer = await on.app.visitor().ask<{ total: number }>('GET', '/api/todos', {
      headers: { cookie: forge(on.visitor.cookie()) },
    });
    expect(answer.body.total).toBe(0);
    expect(answer.headers['set-cookie']).toBeDefined();
  });

  it('A13: logging out ends the session on the server', async () => {
    await on.visitor.create({ title: 'mine' });
    const cookie = on.visitor.cookie();
    const out = await on.visitor.ask('POST', '/api/auth/logout');
    expect([out.status, String(out.headers['set-cookie'])]).toEqual([
      204,
      expect.stringMatching(/^__Host-session=; Max-Age=0;/),
    ]);
    const again = await on.app.visitor().ask<{ total: number }>('GET', '/api/todos', { headers: { cookie } });
    expect(again.body.total).toBe(0);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example', host: 'localhost' }],
    ['an opaque origin', { origin: 'null', host: 'localhost' }],
    ['another port of the same host', { origin: 'http://localhost:9999', host: 'localhost:8080' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a subdomain', { 'sec-fetch-site': 'same-site' }],
  ])('A14: %s may change nothing', async (_name, headers) => {
    await on.visitor.create({ title: 'mine' });
    const [{ id = '' } = {}] = (await on.visitor.list()).items;
    for (const [method, url, payload] of [
      ['POST', '/api/todos', { title: 'x' }],
      ['DELETE', `/api/todos/${id}`, undefined],
      ['POST', '/api/auth/logout', undefined],
      ['DELETE', '/api/chat/history', undefined],
    ] as const) {
      const answer = await on.visitor.ask<Problem>(method, url, { ...(payload ? { payload } : {}), headers });
      expect([url, answer.status, answer.body.code]).toEqual([url, 403, 'cross-origin']);
    }
    expect(await on.visitor.titles()).toEqual(['mine']);
  });

  it('A14: the own page may change things', async () => {
    const headers = { origin: 'http://localhost:8080', host: 'localhost:8080', 'sec-fetch-site': 'same-origin' };
    expect((await on.visitor.ask('POST', '/api/todos', { payload: { title: 'x' }, headers })).status).toBe(201);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'A14: what a form can send, %s, is refused',
    async (type) => {
      const answer = await on.visitor.ask<Problem>('POST', '/api/todos', {
        payload: '{"title":"x"}',
        headers: { 'content-type': type },
      });
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-media-type']);
    },
  );

  it('A15: no other origin is told that it may read', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' };
    for (const method of ['GET', 'OPTIONS'] as const) {
      const answer = await on.visitor.ask(method, '/api/todos', { headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it.each([
    ['an answer', 'GET', '/api/todos', 200],
    ['an unknown path', 'GET', '/api/nothing', 404],
    ['a path outside the API', 'GET', '/nothing', 404],
    ['another method', 'PUT', '/api/todos', 405],
    ['a refusal', 'POST', '/api/todos', 422],
    ['a probe', 'GET', '/livez', 200],
    ['the documentation', 'GET', '/api/docs', 200],
    ['an address that cannot be read', 'GET', '/api/%c0', 400],
  ] as const)('A16: %s carries every security header', async (_name, method, url, status) => {
    const answer = await on.visitor.ask(method, url, method === 'POST' ? { payload: {} } : {});
    expect(answer.status).toBe(status);
    const csp = String(answer.headers['content-security-policy']);
    for (const rule of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "connect-src 'self'",
    ]) {
      expect(csp).toContain(rule);
    }
    expect(csp).not.toContain('unsafe');
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('server');
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(answer.headers['content-type']).toBeDefined();
    expect(answer.headers['x-request-id']).toMatch(/^[\w-]{36}$/);
  });

  it('A16: HTTPS is insisted on where there is HTTPS', async () => {
    const answer = await on.visitor.ask('GET', '/api/todos', { headers: { 'x-forwarded-proto': 'https' } });
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=63072000/);
  });

  it('A3: unknown fields, wrong types and too much are refused before anything happens', async () => {
    for (const payload of [{ title: 'x', userId: 'me' }, { title: 7 }, { title: 'x'.repeat(201) }, [], 'x', null]) {
      const { status } = await on.visitor.ask('POST', '/api/todos', {
        payload: JSON.stringify(payload),
        headers: { 'content-type': 'application/json' },
      });
      expect([payload, status]).toEqual([payload, 422]);
    }
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const nested = await on.visitor.ask('POST', '/api/todos', {
      payload: deep,
      headers: { 'content-type': 'application/json' },
    });
    expect(nested.status).toBe(422);
    const poisoned = await on.visitor.ask('POST', '/api/todos', {
      payload: '{"title":"x","__proto__":{"done":true}}',
      headers: { 'content-type': 'application/json' },
    });
    expect(poisoned.status).toBe(400);
    expect((await on.visitor.list()).total).toBe(0);
  });

  it('A7: what is too long is refused, never cut: a body before it is read, a message, a title', async () => {
    const big = await on.visitor.ask<Problem>('POST', '/api/todos', {
      payload: { title: 'x', notes: 'n'.repeat(70_000) },
    });
    expect([big.status, big.body.code]).toEqual([413, 'too-large']);
    const long = await on.visitor.ask<Problem>('POST', '/api/chat', { payload: { message: 'x'.repeat(2001) } });
    expect([long.status, long.body.errors?.[0]?.path]).toEqual([422, 'message']);
    expect((await on.visitor.ask('GET', '/api/chat/history')).body).toEqual({ messages: [] });
  });

  it('A6: characters that nobody sees are taken out on the way in', async () => {
    expect((await on.visitor.create({ title: 'pay\u200b \u{e0041}bills\u202e' })).title).toBe('pay bills');
    const events = await on.visitor.say('remind me to ca\u200bll \u{e0042}mum');
    expect(events[0]).toMatchObject({ type: 'start', userMessage: { text: 'remind me to call mum' } });
  });

  it.each([
    ['broken JSON', { payload: '{', headers: { 'content-type': 'application/json' } }, 400, 'bad-request'],
    ['an empty body', { payload: '', headers: { 'content-type': 'application/json' } }, 400, 'bad-request'],
    ['a wrong field', { payload: { title: '' } }, 422, 'validation'],
  ])(
    'A17: %s is answered as a problem with the request id, and nothing of the inside',
    async (_name, request, status, code) => {
      const answer = await on.visitor.ask<Problem>('POST', '/api/todos', request);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.body).toMatchObject({
        type: 'about:blank',
        status,
        code,
        requestId: answer.headers['x-request-id'],
      });
      expect(answer.text).not.toMatch(/node_modules|at .*\.[tj]s|select |postgres|Zod/i);
    },
  );

  it('A17: an unknown path is 404, another method 405 with what is allowed, TRACE refused', async () => {
    expect((await on.visitor.ask<Problem>('GET', '/api/none')).body).toMatchObject({ status: 404, code: 'not-found' });
    const other = await on.visitor.ask<Problem>('PUT', '/api/todos');
    expect([other.status, other.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
    expect((await on.visitor.ask('TRACE', '/api/todos')).status).toBe(404);
    expect((await on.visitor.ask<Problem>('GET', '/api/todos/not-an-id')).status).toBe(405);
    expect((await on.visitor.ask<Problem>('DELETE', '/api/todos/not-an-id')).status).toBe(422);
  });

  it('A17: a fault of the server tells nothing but the id under which it was logged', async () => {
    const { sessions } = on.app.services;
    const original = sessions.find;
    sessions.find = () => Promise.reject(new Error('select secret from s3cret-value at /app/x.ts'));
    const answer = await on.visitor.ask<Problem>('GET', '/api/todos');
    sessions.find = original;
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: 'Something went wrong here; it has been logged.',
      code: 'internal',
      requestId: answer.headers['x-request-id'],
    });
    const logged = on.app.log.filter((line) => line.includes(answer.body.requestId)).join('');
    expect(logged).toContain('request failed');
    expect(logged).not.toContain('s3cret-value');
  });

  it('A18: logs are JSON in UTC with request and user, without what people wrote, cookies or addresses', async () => {
    on.app.log.length = 0;
    const id = 'forged"}\n{"level":60}\u001b[31m';
    const created = await on.visitor.ask<Todo>('POST', '/api/todos', {
      payload: { title: 'my secret plan', notes: id },
      headers: { 'user-agent': 'agent\u001b', 'x-request-id': id },
      remoteAddress: '203.0.113.9',
    });
    await on.visitor.list('?search=my%20secret%20plan');
    await on.visitor.say('remind me to hide the my secret plan');
    const lines = on.app.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toMatchObject({
        msg: 'request',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        user: lines[0]?.['user'],
      });
      expect(line['reqId']).toMatch(/^[0-9a-f-]{36}$/);
    }
    const all = on.app.log.join('');
    const session = on.visitor.cookie().split('=')[1] ?? 'missing';
    for (const secret of ['secret plan', session, '203.0.113.9', created.body.id, 'agent', 'forged', '\u001b']) {
      expect(all).not.toContain(secret);
    }
  });

  it('A20: livez and readyz tell nothing, and give nobody a session', async () => {
    for (const path of ['/livez', '/readyz']) {
      const answer = await on.app.visitor().ask('GET', path);
      expect([answer.status, answer.body, answer.headers['set-cookie']]).toEqual([200, { status: 'ok' }, undefined]);
    }
  });

  it('A21: there is no password to guess', async () => {
    const document = (await on.visitor.ask('GET', '/api/docs/openapi.json')).text;
    expect(document).not.toMatch(/password/i);
  });
});
