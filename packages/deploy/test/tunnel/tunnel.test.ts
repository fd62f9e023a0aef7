import { createHash, randomBytes } from 'node:crypto';
import { connect, createServer, type AddressInfo } from 'node:net';
import { createPodDialer } from '../../src/tunnel/pod-dialer';
import { openTunnel, type Tunnel } from '../../src/tunnel/tunnel';
import { fakeForwardServer, type FakeForwardServer, type FakePod } from './fake-forward-server';
import { httpApp, type HttpApp } from './http-app';
import { until } from './until';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Setup {
  readonly tunnel: Tunnel;
  readonly api: FakeForwardServer;
  /** Names of the pods that count as ready, first come first served; tests change it. */
  readonly ready: string[];
  readonly retries: string[];
}

async function setUp(pods: Record<string, FakePod>, ready = Object.keys(pods), waitMs = 3_000): Promise<Setup> {
  const api = await fakeForwardServer(pods);
  closers.push(() => api.close());
  const retries: string[] = [];
  const dial = createPodDialer({ config: () => api.config, namespace: 'test', port: 8080, connectMs: 300, keepAliveMs: 200 });
  const find = async (avoid: ReadonlySet<string>): Promise<string | undefined> => ready.find((pod) => !avoid.has(pod)) ?? ready[0];
  const tunnel = await openTunnel({ find, dial, preferredPort: 0, waitMs, onRetry: (reason) => retries.push(reason) });
  closers.push(() => tunnel.close());
  return { tunnel, api, ready, retries };
}

async function app(name: string): Promise<HttpApp> {
  const started = await httpApp(name);
  closers.push(() => started.close());
  return started;
}

async function text(url: string, init?: RequestInit): Promise<string> {
  return (await fetch(url, init)).text();
}

test('requests reach the pod over localhost, on IPv4 and on IPv6', async () => {
  const { tunnel } = await setUp({ one: { port: (await app('one')).port } });

  expect(tunnel.url).toBe(`http://localhost:${tunnel.port}`);
  expect(await text(tunnel.url)).toBe('one');
  expect(await text(`http://127.0.0.1:${tunnel.port}`)).toBe('one');
  expect(await text(`http://[::1]:${tunnel.port}`)).toBe('one');
});

test('fifty requests at once get their own answers', async () => {
  const { tunnel } = await setUp({ one: { port: (await app('one')).port } });

  const sizes = Array.from({ length: 50 }, (_, i) => i * 997);
  const answers = await Promise.all(sizes.map((size) => text(`${tunnel.url}/bytes/${size}`)));

  expect(answers.map((answer) => answer.length)).toEqual(sizes);
});

test('large bodies arrive whole in both directions', async () => {
  const { tunnel } = await setUp({ one: { port: (await app('one')).port } });
  const body = randomBytes(16 * 1024 * 1024);

  expect((await text(`${tunnel.url}/bytes/${body.length}`)).length).toBe(body.length);
  expect(await text(`${tunnel.url}/digest`, { method: 'POST', body })).toBe(createHash('sha256').update(body).digest('hex'));
});

test('events arrive one by one, and the pod learns that the reader left', async () => {
  const pod = await app('one');
  const { tunnel } = await setUp({ one: { port: pod.port } });
  const leave = new AbortController();

  const response = await fetch(`${tunnel.url}/events`, { signal: leave.signal });
  const reader = response.body!.getReader();
  const first = await reader.read();
  expect(Buffer.from(first.value!).toString()).toBe('data: 0\n\n');
  leave.abort();
  await reader.read().catch(() => undefined);

  await until(() => pod.streams() === 0);
});

test('a stream that lives longer than the keep-alive period is left alone', async () => {
  const { tunnel } = await setUp({ one: { port: (await app('one')).port } });

  const response = await fetch(`${tunnel.url}/events`);
  const reader = response.body!.getReader();
  let seen = '';
  while (!seen.includes('data: 30')) seen += Buffer.from((await reader.read()).value!).toString();
  await reader.cancel();

  expect(seen).toContain('data: 0\n');
});

test('a pod that refuses gets its request sent to another, once', async () => {
  const other = await app('two');
  const { tunnel, retries } = await setUp({ one: 'refuses', two: { port: other.port } });

  expect(await text(`${tunnel.url}/digest`, { method: 'POST', body: 'hello' })).toBe(createHash('sha256').update('hello').digest('hex'));

  expect(other.requests).toEqual(['POST /digest']);
  expect(retries).toEqual(['one: failed to connect to localhost:8080']);
});

test.each<[string, FakePod | undefined]>([
  ['that is gone', undefined],
  ['whose node is silent', 'silent'],
])('a pod %s is passed over', async (_, pod) => {
  const two = await app('two');
  const { tunnel } = await setUp({ ...(pod ? { one: pod } : {}), two: { port: two.port } }, ['one', 'two']);

  expect(await text(tunnel.url)).toBe('two');
});

test('a request waits for a pod that is being replaced', async () => {
  const { tunnel, ready } = await setUp({ new: { port: (await app('new')).port } }, []);

  const answer = text(tunnel.url);
  setTimeout(() => ready.push('new'), 300);

  expect(await answer).toBe('new');
});

test('when no pod comes, the client is told so rather than left hanging', async () => {
  const { tunnel } = await setUp({}, [], 400);

  const response = await fetch(tunnel.url);

  expect(response.status).toBe(503);
  expect(await response.text()).toBe('The app cannot be reached: no ready pod\n');
});

test('a request that a pod may have carried out is not repeated when the pod dies', async () => {
  const one = await app('one');
  const two = await app('two');
  const { tunnel, api } = await setUp({ one: { port: one.port }, two: { port: two.port } });

  const answer = text(`${tunnel.url}/hang`, { method: 'POST', body: 'order' });
  await until(() => one.requests.length === 1);
  api.cut();

  await expect(answer).rejects.toThrow('fetch failed');
  expect(two.requests).toEqual([]);
});

test('a page that a dying pod did not deliver is fetched from another', async () => {
  const two = await app('two');
  const { tunnel } = await setUp({ one: 'breaks', two: { port: two.port } });

  expect(await text(tunnel.url)).toBe('two');
  expect(two.requests).toEqual(['GET /']);
});

test('a connection that broke after it was made is not repeated either', async () => {
  const two = await app('two');
  const { tunnel } = await setUp({ one: 'breaks', two: { port: two.port } });

  await expect(text(`${tunnel.url}/digest`, { method: 'POST', body: 'order' })).rejects.toThrow('fetch failed');
  expect(two.requests).toEqual([]);
});

test('after the pods were replaced, the next request is served by a new one', async () => {
  const { tunnel, ready, api } = await setUp({ old: { port: (await app('old')).port }, new: { port: (await app('new')).port } }, ['old']);

  expect(await text(tunnel.url)).toBe('old');
  ready.splice(0, 1, 'new');
  api.cut();

  expect(await text(tunnel.url)).toBe('new');
});

test('a slow reader holds the sender back instead of filling memory', async () => {
  const { tunnel } = await setUp({ one: { port: (await app('one')).port } });
  const client = connect({ port: tunnel.port, host: '127.0.0.1' });
  client.write(`GET /bytes/${256 * 1024 * 1024} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  await new Promise((heard) => client.once('readable', heard));
  const before = process.memoryUsage().arrayBuffers;
  // Longer than two keep-alive periods: a slow reader must not be taken for a dead cluster either.
  await new Promise((next) => setTimeout(next, 700));

  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  let size = 0;
  client.on('data', (chunk) => (size += chunk.length));
  await new Promise((end) => client.once('close', end));
  expect(size).toBeGreaterThan(256 * 1024 * 1024);
});

test('a client that has sent its last byte still gets its answer', async () => {
  const { tunnel } = await setUp({ one: { port: (await app('one')).port } });
  const client = connect({ port: tunnel.port, host: '127.0.0.1' });
  client.end('GET /bytes/100000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');

  let size = 0;
  client.on('data', (chunk) => (size += chunk.length));
  await new Promise((end) => client.once('close', end));

  expect(size).toBeGreaterThan(100_000);
});

test('a port that there is not is an error of its own', async () => {
  const options = { find: async () => undefined, dial: () => Promise.reject(new Error('not dialled')), preferredPort: 0 };
  await expect(openTunnel({ ...options, port: 65_536 })).rejects.toMatchObject({ code: 'USAGE', exitCode: 64, message: 'there is no port 65536: they end at 65535' });
});

test('a fixed port that is taken is an error that says so; a preferred one is left for its neighbour', async () => {
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
  closers.push(async () => void (await new Promise((done) => holder.close(done))));
  const { port } = holder.address() as AddressInfo;
  const options = { find: async () => undefined, dial: () => Promise.reject(new Error('not dialled')), preferredPort: port };

  await expect(openTunnel({ ...options, port })).rejects.toMatchObject({ code: 'PORT_TAKEN', message: `port ${port} on localhost is in use` });
  const tunnel = await openTunnel(options);
  closers.push(() => tunnel.close());
  expect(tunnel.port).toBeGreaterThan(port);
});
