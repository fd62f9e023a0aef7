import { getEventListeners, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeApi, type KubeApi } from '../../src/cluster/kube-api';

let folder: string;
let server: Server;
let api: KubeApi;
let status = 500;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-kube-api-'));
  server = createServer((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ kind: 'Status', message: 'the server said so' })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const kubeconfig = join(folder, 'config');
  const cluster = { 'insecure-skip-tls-verify': true, server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  writeFileSync(kubeconfig, JSON.stringify({ clusters: [{ name: 'c', cluster }], users: [{ name: 'u', user: {} }], contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }] }));
  api = createKubeApi({ kubeconfig, context: 'test' });
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const watch = (): Promise<void> => api.watch({ path: '/api/v1/namespaces/demo/pods' }, () => undefined, new AbortController().signal);

it('leaves no listener behind, however often a watch is begun anew', async () => {
  const signal = new AbortController().signal;
  status = 500;
  for (let times = 0; times < 3; times++) await api.watch({ path: '/api/v1/namespaces/demo/pods' }, () => undefined, signal).catch(() => undefined);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('tells a watch that is not allowed from a server that does not answer', async () => {
  status = 403;
  await expect(watch()).rejects.toMatchObject({ code: 'CLUSTER_FORBIDDEN', status: 403 });
});
