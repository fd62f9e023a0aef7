import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TunnelSpec } from '../../src/tunnel/record';
import { createReleaseSource } from '../../src/tunnel/release-source';
import { makeCertificates } from '../support/daemons/certificates';
import { until } from './until';

let folder: string;
let kubeconfig: string;
const servers: Server[] = [];
let certificates: string;
let certificate: { cert: Buffer; key: Buffer };

/** A cluster with one ready pod. @returns its address. */
async function clusterOf(uid: string): Promise<string> {
  const ready = { metadata: { name: `pod-of-${uid}` }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
  const server = createServer(certificate, ({ url = '' }, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(url.endsWith('/kube-system') ? { metadata: { uid } } : { items: [ready] })));
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const connections = (): Promise<number> => new Promise((resolve, reject) => servers[0]?.getConnections((error, count) => (error ? reject(error) : resolve(count))));

const pointAt = (server: string): void => writeFileSync(kubeconfig, JSON.stringify({ clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }], users: [{ name: 'u', user: {} }], contexts: [{ name: 'prod', context: { cluster: 'c', user: 'u' } }] }));
const spec = (identity: string | undefined): TunnelSpec => ({ workspace: '/ws', app: 'todo', environment: 'prod', target: { kubeconfig, context: 'prod' }, identity, local: false, namespace: 'demo', selector: 'a=b', podPort: 80 });

beforeAll(async () => {
  certificates = mkdtempSync(join(tmpdir(), 'certificates-'));
  const { server } = await makeCertificates(certificates);
  certificate = { cert: readFileSync(server.cert), key: readFileSync(server.key) };
});
afterAll(() => rmSync(certificates, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-source-'));
  kubeconfig = join(folder, 'config');
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

it('follows a context to another cluster where the environment is not pinned', async () => {
  const source = createReleaseSource(spec(undefined));
  pointAt(await clusterOf('first'));
  expect(await source.look()).toBe('there');
  pointAt(await clusterOf('second'));
  expect(await source.look()).toBe('there');
  expect(await source.find(new Set())).toBe('pod-of-second');
});

it('never asks another cluster than the pinned one, wherever the context leads now', async () => {
  const source = createReleaseSource(spec('first'));
  pointAt(await clusterOf('first'));
  expect(await source.look()).toBe('there');
  pointAt(await clusterOf('second'));
  expect(await source.look()).toBe('other-cluster');
  await expect(source.find(new Set())).rejects.toThrow('leads to another cluster');
});

it('leaves no connection behind: a tunnel lives for days, and asks again and again', async () => {
  pointAt(await clusterOf('first'));
  const source = createReleaseSource(spec(undefined));
  for (let times = 0; times < 5; times++) await source.look();
  await expect(until(async () => (await connections()) === 0)).resolves.toBeUndefined();
});

it('tells a cluster that is away from one that is not known any more', async () => {
  const source = createReleaseSource(spec('first'));
  pointAt('https://127.0.0.1:1');
  expect(await source.look()).toBe('unreachable');
  rmSync(kubeconfig);
  expect(await source.look()).toBe('no-cluster');
});
