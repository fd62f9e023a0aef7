import { createRegistryClient, type RegistryAnswer } from '../../../src/images/registry/client';
import type { Credentials } from '../../../src/images/registry/credentials';
import { startRegistry } from '../../support/daemons/registry';
import { startScriptedRegistry, type Scripted } from '../../support/daemons/scripted-registry';
import { digest } from '../fake-runner';
import { askInChild } from './ask-in-child';

const me: Credentials = { user: 'me', password: 's' };
const BASIC = `Basic ${Buffer.from('me:s').toString('base64')}`;
const manifest: Scripted = { status: 200, headers: { 'docker-content-digest': digest('d') }, body: JSON.stringify({ config: { digest: digest('c') } }) };

async function ask(answers: readonly Scripted[], credentials: Credentials | undefined = me): Promise<{ answer: RegistryAnswer; requests: readonly object[] }> {
  const registry = await startScriptedRegistry(answers);
  try {
    const client = createRegistryClient({ credentials: async () => credentials });
    return { answer: await client.ask(`${registry.address}/team/todo:v1`), requests: registry.requests };
  } finally {
    await registry.stop();
  }
}

it('reads the digests of an image, and that of an index', async () => {
  const { answer, requests } = await ask([manifest]);
  expect(answer).toEqual({ kind: 'found', digest: digest('d'), configDigest: digest('c') });
  expect(requests).toEqual([{ line: 'GET /v2/team/todo/manifests/v1', authorization: undefined }]);
  await expect(ask([{ ...manifest, body: '{"manifests":[]}' }])).resolves.toMatchObject({ answer: { kind: 'found', configDigest: undefined } });
});

it('shows who it is only when asked', async () => {
  const { answer, requests } = await ask([{ status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } }, manifest]);
  expect(answer.kind).toBe('found');
  expect(requests.map((request) => 'authorization' in request && request.authorization)).toEqual([undefined, BASIC]);
});

it('fetches a token for that repository where the registry wants one, also for nobody in particular', async () => {
  for (const [credentials, shown] of [[me, BASIC], [undefined, undefined]] as const) {
    const tokens = await startScriptedRegistry([{ status: 200, body: '{"token":"t"}' }]);
    const challenge = { status: 401, headers: { 'www-authenticate': `Bearer realm="http://${tokens.address}/token",service="r"` } };
    const registry = await startScriptedRegistry([challenge, manifest]);
    const answer = await createRegistryClient({ credentials: async () => credentials }).ask(`${registry.address}/team/todo:v1`);
    await Promise.all([tokens.stop(), registry.stop()]);
    expect(answer.kind).toBe('found');
    expect(tokens.requests).toEqual([{ line: 'GET /token?service=r&scope=repository%3Ateam%2Ftodo%3Apull', authorization: shown }]);
    expect(registry.requests.at(-1)?.authorization).toBe('Bearer t');
  }
});

it.each<[string, Scripted, RegistryAnswer]>([
  ['an image that is not there', { status: 404 }, { kind: 'absent' }],
  ['a refusal', { status: 403 }, { kind: 'denied' }],
  ['too many requests, with the wish to wait', { status: 429, headers: { 'retry-after': '7' } }, { kind: 'busy', status: 429, retryAfterSeconds: 7 }],
  ['a registry that is down', { status: 503 }, { kind: 'busy', status: 503, retryAfterSeconds: undefined }],
  ['a wish that is over', { status: 503, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' } }, { kind: 'busy', status: 503, retryAfterSeconds: 0 }],
  ['no registry at all', { status: 200, body: '<html>' }, { kind: 'silent', reason: 'HTTP status 200, which a registry does not give' }],
])('tells %s', async (_, scripted, answer) => {
  await expect(ask([scripted])).resolves.toMatchObject({ answer });
});

it('is denied with a wrong password, and without one', async () => {
  const challenge = { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } };
  await expect(ask([challenge, challenge])).resolves.toMatchObject({ answer: { kind: 'denied' } });
  const registry = await startScriptedRegistry([challenge]);
  await expect(createRegistryClient({ credentials: async () => undefined }).ask(`${registry.address}/a:1`)).resolves.toEqual({ kind: 'denied' });
  await registry.stop();
});

it('says why nobody answers', async () => {
  await expect(createRegistryClient().ask('127.0.0.1:1/a:1')).resolves.toMatchObject({ kind: 'silent', reason: expect.stringContaining('ECONNREFUSED') });
});

describe('a real registry', () => {
  it('with TLS and a password answers whoever trusts its authority and knows the password', async () => {
    const registry = await startRegistry({ tls: true, user: { name: 'me', password: 's' } });
    const askAs = async (...login: readonly string[]): Promise<unknown> => (await askInChild(`${registry.address}/team/todo:v1`, { login, env: { NODE_EXTRA_CA_CERTS: registry.ca ?? '' } })).answer;
    try {
      await expect(askInChild(`${registry.address}/team/todo:v1`, { login: ['me', 's'] })).resolves.toMatchObject({ answer: { kind: 'silent', reason: expect.stringContaining('certificate') } });
      await expect(askAs('me', 's')).resolves.toEqual({ kind: 'absent' });
      await expect(askAs('me', 'wrong')).resolves.toEqual({ kind: 'denied' });
      await expect(askAs()).resolves.toEqual({ kind: 'denied' });
    } finally {
      await registry.stop();
    }
  });
});
