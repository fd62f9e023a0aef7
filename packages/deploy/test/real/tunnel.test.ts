import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedCluster } from '@fairlead/embedded-cluster';
import { silentProgress } from '@fairlead/runtime';
import { CLUSTER_NAME, realCluster, realWorkspace, type RealCluster, type RealWorkspace } from './real-cluster';

const NAMESPACE = 'deploy-test';

let cluster: RealCluster;
let workspace: RealWorkspace;
let url: string;

beforeAll(async () => {
  cluster = await realCluster();
  workspace = await realWorkspace();
  const { stdout, stderr } = await workspace.fairlead(['deploy', '--json']);
  url = (JSON.parse(stdout) as { url?: string }).url ?? '';
  if (!url) throw new Error(stdout + stderr);
});
afterAll(async () => {
  await workspace.fairlead(['undeploy']);
  rmSync(workspace.root, { recursive: true });
  await cluster.purge();
});

const text = async (path: string, init?: RequestInit): Promise<string> => (await fetch(`${url}${path}`, init)).text();

/** The answer once there is one. */
async function eventually(path: string): Promise<string> {
  for (const deadline = performance.now() + 60_000; ; await sleep(100)) {
    const response = await fetch(`${url}${path}`).catch(() => undefined);
    if (response?.ok) return response.text();
    if (performance.now() > deadline) throw new Error(`${url}${path} did not come back`);
  }
}

test('after deploy has ended, the app answers on localhost', async () => {
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  expect(await text('/version')).toBe('1');
  expect(await workspace.fairlead(['open', '--background'])).toMatchObject({ exitCode: 0, stdout: `fixture answers on ${url}\n` });
});

test('a hundred requests at once get their own answers', async () => {
  const sizes = Array.from({ length: 100 }, (_, i) => i * 1_009);

  expect(await Promise.all(sizes.map(async (size) => (await text(`/bytes/${size}`)).length))).toEqual(sizes);
});

test('large bodies arrive whole in both directions', async () => {
  const body = randomBytes(32 * 1024 * 1024);

  expect(await text('/digest', { method: 'POST', body })).toBe(createHash('sha256').update(body).digest('hex'));
  expect((await text(`/bytes/${body.length}`)).length).toBe(body.length);
});

test('a client that has sent its last byte still gets its answer', async () => {
  const client = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
  client.end('GET /bytes/1000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  let size = 0;
  client.on('data', (chunk) => (size += chunk.length));
  await new Promise((end) => client.once('close', end));

  expect(size).toBeGreaterThan(1_000_000);
});

test('events arrive one by one', async () => {
  const leave = new AbortController();
  const response = await fetch(`${url}/events`, { signal: leave.signal });
  const reader = response.body!.getReader();
  const arrivals: number[] = [];
  for (let i = 0; i < 5; i++) {
    await reader.read();
    arrivals.push(performance.now());
  }
  leave.abort();

  expect(arrivals[4]! - arrivals[0]!).toBeGreaterThan(300);
});

test('a pod that is replaced costs no request', async () => {
  const lost: unknown[] = [];
  let replaced = false;
  const deletion = cluster.kubectl('delete', 'pod', '--all', '--namespace', NAMESPACE, '--wait=true').finally(() => (replaced = true));
  while (!replaced) await text('/version', { headers: { connection: 'close' } }).catch((error: unknown) => lost.push(error));
  await deletion;

  expect(await text('/version')).toBe('1');
  expect(lost).toEqual([]);
});

test('a cluster that is stopped and started again is found again, at the same address', async () => {
  const node = embeddedCluster({ name: CLUSTER_NAME });
  await node.down({ progress: silentProgress });
  const away = await fetch(`${url}/version`);
  expect(away.status).toBe(503);
  expect(await away.text()).toBe('The app cannot be reached: the cluster is not running\n');
  await node.up({ progress: silentProgress });

  expect(await eventually('/version')).toBe('1');
});

test('undeploy ends the tunnel', async () => {
  expect(await workspace.fairlead(['undeploy'])).toMatchObject({ exitCode: 0 });

  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
