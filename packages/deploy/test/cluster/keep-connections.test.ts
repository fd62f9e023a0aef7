import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeApi, type KubeApi } from '../../src/cluster/kube-api';
import { keepConnections } from '../../src/cluster/keep-connections';
import { makeCertificates } from '../support/daemons/certificates';

let folder: string;
let server: Server;
let api: KubeApi;
let handshakes = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keep-connections-'));
  const { ca, server: files } = await makeCertificates(folder);
  server = createServer({ cert: readFileSync(files.cert), key: readFileSync(files.key) }, (_, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"kind":"Status"}'));
  server.on('secureConnection', () => (handshakes += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const kubeconfig = join(folder, 'config');
  const cluster = { 'certificate-authority': ca, server: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
  writeFileSync(kubeconfig, JSON.stringify({ clusters: [{ name: 'c', cluster }], users: [{ name: 'u', user: { token: 'one' } }], contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }] }));
  api = createKubeApi({ kubeconfig, context: 'test' });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const read = (): Promise<unknown> => api.tryReadPlain({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' } }).catch(() => undefined);

it('asks an API server many things over one connection', async () => {
  for (let call = 0; call < 10; call++) await read();
  expect(handshakes).toBe(1);
});

it('shares a connection among the same credentials only, and leaves a proxy to itself', () => {
  class ProxyAgent extends Agent {}
  const keep = keepConnections();
  const proxy = new ProxyAgent();
  const first = keep(new Agent({ cert: 'one' }));
  expect(keep(new Agent({ cert: 'one' }))).toBe(first);
  expect(keep(new Agent({ cert: 'two' }))).not.toBe(first);
  expect(keep(proxy)).toBe(proxy);
});
