import type { Problem } from '@todo-chatbot/contracts';
import { connectPostgres } from '../../src/db/postgres';
import type { DatabasePort } from '../../src/db/port';
import type { Settings } from '../../src/config';
import { startApp, type TestApp } from '../support/app';
import { startPostgres, type TestPostgres } from '../support/postgres';

let postgres: TestPostgres;
let url: string;
let open: { app: TestApp; database: DatabasePort }[];

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());
beforeEach(async () => {
  url = await postgres.createDatabase();
  open = [];
});
afterEach(async () => {
  for (const { app, database } of open) {
    await app.stop();
    await database.close();
  }
});

/** Replicas over one database. */
async function replicas(count: number, settings: Partial<Settings>): Promise<TestApp[]> {
  for (let n = 0; n < count; n++) {
    const database = connectPostgres({ url, onIdleError: () => undefined });
    open.push({ database, app: await startApp({ database, settings }) });
  }
  return open.map(({ app }) => app);
}

interface Counted {
  passed: number;
  refused: number;
  retryAfter: number[];
}

/** Sends `count` requests, in turn to each replica. */
async function send(
  apps: readonly TestApp[],
  count: number,
  request: (app: TestApp, n: number) => Promise<{ status: number; headers: Record<string, unknown> }>,
): Promise<Counted> {
  const counted: Counted = { passed: 0, refused: 0, retryAfter: [] };
  for (let n = 0; n < count; n++) {
    const app = apps[n % apps.length];
    if (app === undefined) throw new Error('no replica');
    const { status, headers } = await request(app, n);
    if (status !== 429) counted.passed += 1;
    else {
      counted.refused += 1;
      counted.retryAfter.push(Number(headers['retry-after']));
    }
  }
  return counted;
}

describe('limits', () => {
  it('A8: hold for an address over all replicas together; a forged X-Forwarded-For does not help', async () => {
    const apps = await replicas(2, { RATE_LIMIT_ADDRESS: 40, TRUST_PROXY: 1 });
    // The proxy appends the address it saw; what stands before it is the client's own invention.
    const forged = (n: number) => ({ 'x-forwarded-for': `198.51.100.${n}, 203.0.113.7` });
    const counted = await send(apps, 60, (app, n) => app.visitor().ask('GET', '/api/todos', { headers: forged(n) }));
    expect(counted.passed).toBeLessThanOrEqual(40);
    expect(counted.passed).toBeGreaterThanOrEqual(36);
    for (const seconds of counted.retryAfter) expect(seconds > 0 && seconds <= 60).toBe(true);
    const other = await apps[0]?.visitor().ask('GET', '/api/todos', { headers: { 'x-forwarded-for': '203.0.113.8' } });
    expect(other?.status).toBe(200);
  });

  it('A8: believe no X-Forwarded-For where there is no proxy', async () => {
    const apps = await replicas(1, { RATE_LIMIT_ADDRESS: 10, TRUST_PROXY: 0 });
    const counted = await send(apps, 15, (app, n) =>
      app
        .visitor()
        .ask('GET', '/api/todos', { headers: { 'x-forwarded-for': `198.51.100.${n}` }, remoteAddress: '203.0.113.9' }),
    );
    expect([counted.passed, counted.refused]).toEqual([10, 5]);
  });

  it('A8: take the addresses of one IPv6 network for one', async () => {
    const apps = await replicas(1, { RATE_LIMIT_ADDRESS: 10, TRUST_PROXY: 0 });
    const counted = await send(apps, 15, (app, n) =>
      app.visitor().ask('GET', '/api/todos', { remoteAddress: `2001:db8:1:2::${n + 1}` }),
    );
    expect([counted.passed, counted.refused]).toEqual([10, 5]);
  });

  it('A8: hold for a person over all replicas, from whatever address, and for nobody else', async () => {
    const apps = await replicas(2, { RATE_LIMIT_SESSION: 20 });
    const visitor = apps[0]?.visitor();
    if (visitor === undefined) throw new Error('no visitor');
    await visitor.ask('GET', '/api/session');
    const counted = await send(apps, 40, (app, n) =>
      visitor.at(app).ask('GET', '/api/todos', { headers: { 'x-forwarded-for': `198.51.100.${n}` } }),
    );
    expect(counted.passed).toBeLessThanOrEqual(20);
    expect(counted.passed).toBeGreaterThanOrEqual(18);
    expect((await apps[1]?.visitor().ask('GET', '/api/todos'))?.status).toBe(200);
  });

  it('A8: hold for messages to the assistant', async () => {
    const apps = await replicas(2, { RATE_LIMIT_CHAT: 5 });
    const visitor = apps[0]?.visitor();
    if (visitor === undefined) throw new Error('no visitor');
    await visitor.ask('GET', '/api/session');
    const counted = await send(apps, 8, (app) =>
      visitor.at(app).ask('POST', '/api/chat', { payload: { message: 'help' } }),
    );
    expect([counted.passed, counted.refused]).toEqual([5, 3]);
    expect((await visitor.ask('GET', '/api/todos')).status).toBe(200);
  });

  it('A8: hold for new sessions of an address, so that nobody fills the database', async () => {
    const apps = await replicas(1, { RATE_LIMIT_NEW_SESSIONS: 5 });
    const counted = await send(apps, 8, (app) => app.visitor().ask('GET', '/api/session'));
    expect([counted.passed, counted.refused]).toEqual([5, 3]);
  });

  it('A8: answer as problems, count refusals, and leave probes alone', async () => {
    const [app] = await replicas(1, { RATE_LIMIT_ADDRESS: 1 });
    const visitor = app?.visitor();
    await visitor?.ask('GET', '/api/session');
    const refused = await visitor?.ask<Problem>('GET', '/api/session');
    expect(refused?.body).toMatchObject({
      status: 429,
      code: 'rate-limited',
      detail: expect.stringMatching(/^Try again in \d+ s\.$/),
    });
    expect((await visitor?.ask('GET', '/readyz'))?.status).toBe(200);
    expect(await app?.services.metrics.registry.metrics()).toContain('rate_limited_total{limit="address"} 1');
  });

  it('0 turns a limit off', async () => {
    const apps = await replicas(1, {
      RATE_LIMIT_ADDRESS: 0,
      RATE_LIMIT_SESSION: 0,
      RATE_LIMIT_NEW_SESSIONS: 0,
      RATE_LIMIT_CHAT: 0,
    });
    expect(await send(apps, 30, (app) => app.visitor().ask('GET', '/api/session'))).toMatchObject({ passed: 30 });
  });
});
