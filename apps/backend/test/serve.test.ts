import { openEvents } from './support/event-source';
import { freePort, startPostgres, type TestPostgres } from './support/postgres';
import { startServer, statusOf, type ServerProcess } from './support/server-process';

let postgres: TestPostgres;
let started: ServerProcess[];

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());
beforeEach(() => {
  started = [];
});
afterEach(async () => {
  for (const server of started) server.terminate();
  await Promise.all(started.map(({ exit }) => exit));
});

async function start(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await startServer(environment);
  started.push(server);
  return server;
}

async function session(url: string): Promise<string> {
  const response = await fetch(`${url}/api/session`);
  await response.arrayBuffer();
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function create(url: string, cookie: string, title: string): Promise<number | undefined> {
  return statusOf(`${url}/api/todos`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ title }),
  });
}

async function titles(url: string, cookie: string): Promise<string[]> {
  const response = await fetch(`${url}/api/todos/export.json`, { headers: { cookie } });
  const { todos } = (await response.json()) as { todos: { title: string }[] };
  return todos.map(({ title }) => title);
}

describe('the server process', () => {
  it('A20: lives without the database, is ready with it, and serves nothing before', async () => {
    const database = await postgres.createDatabase();
    await postgres.shutDown();
    const server = await start({ DATABASE_URL: database });
    await server.line(/waiting for the database/);
    expect(await statusOf(`${server.url}/livez`)).toBe(200);
    expect(await statusOf(`${server.url}/readyz`)).toBe(503);
    const refused = await fetch(`${server.url}/api/todos`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ code: 'starting' });
    await postgres.startAgain();
    await server.untilReady(200);
    expect(await statusOf(`${server.url}/api/todos`)).toBe(200);
  }, 60_000);

  it('migrates once when four start at the same time', async () => {
    const DATABASE_URL = await postgres.createDatabase();
    const servers = await Promise.all([0, 1, 2, 3].map(() => start({ DATABASE_URL })));
    await Promise.all(servers.map((server) => server.untilReady(200)));
    for (const server of servers) expect(server.lines.filter((line) => line.includes('"level":40'))).toEqual([]);
    const migrations = await postgres.query(DATABASE_URL, 'select name from kysely_migration order by name');
    expect(migrations.map(({ name }) => name)).toEqual(['0001-initial', '0002-sessions-and-upkeep', '0003-todo-count']);
    const cookie = await session(servers[0]?.url ?? '');
    expect(await Promise.all(servers.map(({ url }, n) => create(url, cookie, `todo ${n}`)))).toEqual([
      201, 201, 201, 201,
    ]);
    expect((await titles(servers[3]?.url ?? '', cookie)).sort()).toEqual(['todo 0', 'todo 1', 'todo 2', 'todo 3']);
  }, 60_000);

  it('A20: ends on SIGTERM without losing a request: says it is not ready, ends streams, closes, exits with 0', async () => {
    const DATABASE_URL = await postgres.createDatabase();
    const server = await start({ DATABASE_URL });
    await server.untilReady(200);
    const cookie = await session(server.url);
    const events = await openEvents(`${server.url}/api/events`, { headers: { cookie } });
    await events.next();

    const acknowledged: string[] = [];
    const statuses = new Set<number | undefined>();
    let isOver = false;
    const load = [0, 1, 2, 3].map(async (worker) => {
      for (let n = 0; !isOver; n++) {
        const title = `todo ${worker} ${n}`;
        const status = await create(server.url, cookie, title);
        statuses.add(status);
        if (status === 201) acknowledged.push(title);
        // Refused connections are what proxies see of a pod that is gone.
        if (status === undefined) return;
      }
    });
    await untilMany(acknowledged, 20);
    server.terminate();
    await server.line(/shutting down/);
    expect(await statusOf(`${server.url}/readyz`)).toBe(503);
    const last = await fetch(`${server.url}/livez`);
    expect([last.status, last.headers.get('connection')]).toEqual([200, 'close']);
    await events.rest();
    expect((await server.exit).code).toBe(0);
    isOver = true;
    await Promise.all(load);
    expect([...statuses].sort()).toEqual([201, undefined]);

    const next = await start({ DATABASE_URL });
    await next.untilReady(200);
    expect((await titles(next.url, cookie)).sort()).toEqual(acknowledged.sort());
  }, 60_000);

  it('survives a restart of the database under load: no acknowledged write is lost, refusals are 503', async () => {
    const server = await start({ DATABASE_URL: await postgres.createDatabase() });
    await server.untilReady(200);
    const cookie = await session(server.url);
    const acknowledged: string[] = [];
    const attempted = new Set<string>();
    const statuses = new Set<number | undefined>();
    let isOver = false;
    const load = [0, 1, 2].map(async (worker) => {
      for (let n = 0; !isOver; n++) {
        const title = `todo ${worker} ${n}`;
        attempted.add(title);
        const status = await create(server.url, cookie, title);
        statuses.add(status);
        if (status === 201) acknowledged.push(title);
      }
    });
    await untilMany(acknowledged, 20);
    await postgres.shutDown();
    await server.untilReady(503);
    await postgres.startAgain();
    await server.untilReady(200);
    await untilMany(acknowledged, acknowledged.length + 20);
    isOver = true;
    await Promise.all(load);
    expect([...statuses].sort()).toEqual([201, 503]);
    const stored = new Set(await titles(server.url, cookie));
    expect(acknowledged.filter((title) => !stored.has(title))).toEqual([]);
    expect([...stored].filter((title) => !attempted.has(title))).toEqual([]);
  }, 60_000);

  it('shows metrics on a port of their own, and not to the public', async () => {
    const server = await start({ DATABASE_URL: await postgres.createDatabase() });
    await server.untilReady(200);
    await create(server.url, await session(server.url), 'my secret plan');
    const metrics = await (await fetch(server.metricsUrl)).text();
    expect(metrics).toMatch(/http_request_duration_seconds_count{method="POST",route="\/api\/todos",status="201"} 1/);
    expect(metrics).toContain('process_resident_memory_bytes');
    expect(metrics).not.toContain('secret plan');
    expect(await statusOf(`${server.url}/metrics`)).toBe(404);
    expect(await statusOf(server.metricsUrl.replace('/metrics', '/api/todos'))).toBe(404);
  }, 60_000);

  it('A10, A18: writes no key, password or address of the database into any line', async () => {
    const url = new URL(await postgres.createDatabase());
    url.password = 'pass/wörd"1';
    const server = await start({
      DATABASE_URL: url.href,
      GEMINI_API_KEY: 'AIza-top-secret-key',
      GEMINI_BASE_URL: `http://127.0.0.1:${await freePort()}`,
    });
    await server.untilReady(200);
    const cookie = await session(server.url);
    const answer = await fetch(`${server.url}/api/chat`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ message: 'hello' }),
    });
    const text = await answer.text();
    expect(text).toContain('Gemini cannot be reached');
    server.terminate();
    await server.exit;
    const output = [...server.lines, text].join('\n');
    expect(output).toContain('assistant failed');
    for (const secret of ['AIza-top-secret-key', 'pass/w', encodeURIComponent('pass/wörd"1'), url.pathname]) {
      expect(output).not.toContain(secret);
    }
  }, 60_000);

  it('names every fault of its environment at once, and no value', async () => {
    const server = await start({
      PORT: '99999',
      DATABASE_URL: 'mysql://user:hunter2@db',
      OIDC_ISSUER: 'https://id.example',
      LOG_LEVEL: 'loud',
    });
    expect((await server.exit).code).toBe(1);
    expect(server.lines).toHaveLength(1);
    const output = (JSON.parse(server.lines[0] ?? '') as { msg: string }).msg;
    for (const name of ['PORT', 'DATABASE_URL', 'OIDC_CLIENT_ID', 'PUBLIC_ORIGIN', 'LOG_LEVEL'])
      expect(output).toContain(name);
    expect(output).not.toContain('hunter2');
  }, 60_000);
});

async function untilMany(list: readonly unknown[], count: number): Promise<void> {
  while (list.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
}
