import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeApi, type KubeApi } from '../../src/cluster/kube-api';
import { makeCertificates } from '../support/daemons/certificates';

const TEXT = 'x'.repeat(3_000);

let folder: string;
let server: Server;
let kubeconfig: string;

/** Answers in chunks, as an API server does, and all of them arrive together; `/stuck` is begun and never ended. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'http-library-'));
  const { ca, server: files } = await makeCertificates(folder);
  server = createServer({ cert: readFileSync(files.cert), key: readFileSync(files.key) }, (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url?.endsWith('/v1')) return response.end(JSON.stringify({ resources: [{ kind: 'Pod', name: 'pods', namespaced: true }] }));
    if (request.url?.includes('/stuck')) return response.write('{"kind":');
    if (request.url?.includes('/cut')) return response.writeHead(200, { 'content-length': 99 }).write('{"kind":', () => response.destroy());
    response.write(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"text":"${TEXT}`);
    return response.end('"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  kubeconfig = join(folder, 'config');
  const cluster = { 'certificate-authority': ca, server: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
  writeFileSync(kubeconfig, JSON.stringify({ clusters: [{ name: 'c', cluster }], users: [{ name: 'u', user: { token: 'one' } }], contexts: [{ name: 'test', context: { cluster: 'c', user: 'u' } }] }));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const connect = (signal?: AbortSignal): KubeApi => createKubeApi({ kubeconfig, context: 'test' }, signal);
const read = (api: KubeApi, name: string): Promise<unknown> => api.tryReadPlain({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'b' } });

it('gets many answers at once, on connections that follow each other at once', async () => {
  const api = connect();
  const answers = await Promise.all(Array.from({ length: 60 }, () => read(api, 'a')));
  expect(answers.map((answer) => (answer as { text: string }).text.length)).toEqual(Array.from({ length: 60 }, () => TEXT.length));
});

it('tells an answer that was cut off from a whole one', async () => {
  await expect(read(connect(), 'cut')).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE', message: expect.stringContaining('before it was whole') });
});

it('ends with the run while an answer does not', async () => {
  const abort = new AbortController();
  const stuck = read(connect(abort.signal), 'stuck');
  setTimeout(() => abort.abort(), 100);
  await expect(stuck).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE', message: expect.stringContaining('no answer within') });
});
