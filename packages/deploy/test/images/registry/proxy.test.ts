import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistryClient } from '../../../src/images/registry/client';
import { tryProxy } from '../../../src/images/registry/proxy';
import { makeCertificates, type Certificates } from '../../support/daemons/certificates';
import { startConnectProxy, type ConnectProxy } from '../../support/daemons/connect-proxy';
import { digest } from '../fake-runner';
import { askInChild } from './ask-in-child';

const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'NODE_EXTRA_CA_CERTS'].flatMap((name) => [name, name.toLowerCase()]);
const before = VARIABLES.map((name) => [name, process.env[name]] as const);
const clear = (): void => VARIABLES.forEach((name) => Reflect.deleteProperty(process.env, name));

beforeEach(clear);
afterAll(() => {
  clear();
  for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
});

describe('the proxy of a URL', () => {
  it.each([
    ['is the one for its scheme', { HTTPS_PROXY: 'http://proxy:3128', HTTP_PROXY: 'http://other:80' }, 'http://proxy:3128'],
    ['may be named in small letters', { https_proxy: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['is plain HTTP unless its variable says otherwise', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128'],
    ['may have TLS', { HTTPS_PROXY: 'https://proxy:3129' }, 'https://proxy:3129'],
    ['is none without a variable', {}, undefined],
    ['is none for a host that NO_PROXY names', { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'other, registry.test' }, undefined],
    ['is none below a domain that NO_PROXY names', { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: '.test' }, undefined],
  ])('%s', (_, env: Readonly<Record<string, string>>, proxy) => {
    Object.assign(process.env, env);
    expect(tryProxy('https://registry.test/v2/')).toBe(proxy);
  });

  it.each(['http://localhost:5000/v2/', 'https://127.0.0.1/v2/', 'http://[::1]:5000/v2/'])('is none for this machine: %s', (url) => {
    Object.assign(process.env, { HTTPS_PROXY: 'http://proxy:3128', HTTP_PROXY: 'http://proxy:3128' });
    expect(tryProxy(url)).toBeUndefined();
  });
});

describe('a registry behind a proxy', () => {
  let folder: string;
  let certificates: Certificates;
  let registry: Server;
  let proxy: ConnectProxy;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'proxied-'));
    certificates = await makeCertificates(folder);
    const { cert, key } = certificates.server;
    registry = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (asked, answer) => {
      answer.writeHead(200, { 'docker-content-digest': digest('d') }).end(JSON.stringify({ config: { digest: digest(asked.url === '/v2/team/todo/manifests/v1' ? 'c' : 'e') } }));
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
  });
  beforeEach(async () => {
    proxy = await startConnectProxy((registry.address() as AddressInfo).port);
  });
  afterEach(() => proxy.stop());
  afterAll(async () => {
    registry.closeAllConnections();
    registry.close();
    await once(registry, 'close');
    rmSync(folder, { recursive: true });
  });

  const ask = (env: Readonly<Record<string, string>>): Promise<object> => askInChild('registry.test/team/todo:v1', { env: { HTTPS_PROXY: `http://me:s%20t@127.0.0.1:${proxy.port}`, ...env } });

  it('is asked through it, which learns the host and nothing else', async () => {
    await expect(ask({ NODE_EXTRA_CA_CERTS: certificates.ca })).resolves.toEqual({ answer: { kind: 'found', digest: digest('d'), configDigest: digest('c') }, answers: true });
    const asked = { target: 'registry.test:443', authorization: `Basic ${Buffer.from('me:s t').toString('base64')}` };
    expect(proxy.connects).toEqual([asked, asked]);
  });

  it('is trusted no more than without it', async () => {
    await expect(ask({})).resolves.toMatchObject({ answer: { kind: 'silent', reason: expect.stringContaining('certificate') }, answers: false });
  });

  it('does not answer where the proxy does not', async () => {
    process.env['HTTPS_PROXY'] = 'http://127.0.0.1:1';
    await expect(createRegistryClient().ask('registry.test/team/todo:v1')).resolves.toMatchObject({ kind: 'silent', reason: expect.stringContaining('ECONNREFUSED') });
  });
});
