import { pushImage } from '../../src/images/push-image';
import type { RegistryAnswer } from '../../src/images/registry/client';
import { digest, failing, fakeRunner, quietStep, type FakeRunner } from './fake-runner';

const references = ['r.example/team/todo:abc', 'r.example/team/todo:v1'];
const image = { configDigest: digest('c') };
const inspected = { Id: digest('c'), Size: 1, RepoDigests: [`other.example/todo@${digest('0')}`, `r.example/team/todo@${digest('d')}`] };
const absent: RegistryAnswer = { kind: 'absent' };

function push(docker: FakeRunner, answers: readonly RegistryAnswer[] = [absent, absent], more: object = {}): ReturnType<typeof pushImage> {
  const left = [...answers];
  return pushImage(
    { references, image: { ...image, ...more }, step: quietStep },
    {
      docker: (args) => docker.run('docker', args),
      tryInspect: async () => inspected,
      registry: { ask: async () => left.shift() ?? Promise.reject(new Error('asked once too often')) },
      patience: { sleep: async () => undefined },
    },
  );
}

const pushes = ({ calls }: FakeRunner): string[] => calls.map(({ args }) => args.join(' '));

it('pushes every name and keeps the digest that nodes will report', async () => {
  const docker = fakeRunner({ 'docker push': '' });
  await expect(push(docker)).resolves.toEqual({ ...image, manifestDigest: digest('d') });
  expect(pushes(docker)).toEqual(references.map((reference) => `push ${reference}`));
});

it('does not push what the registry has', async () => {
  const docker = fakeRunner({});
  const found: RegistryAnswer = { kind: 'found', digest: digest('d'), configDigest: digest('c') };
  await expect(push(docker, [found, found])).resolves.toEqual({ ...image, manifestDigest: digest('d') });
  const index: RegistryAnswer = { kind: 'found', digest: digest('e'), configDigest: undefined };
  await expect(push(docker, [index, index], { indexDigest: digest('e') })).resolves.toEqual({ ...image, indexDigest: digest('e') });
  expect(docker.calls).toEqual([]);
});

it('replaces another image of that name', async () => {
  const docker = fakeRunner({ 'docker push': '' });
  await push(docker, [{ kind: 'found', digest: digest('0'), configDigest: digest('1') }, absent]);
  expect(pushes(docker)).toHaveLength(2);
});

it('leaves it to Docker where it cannot ask the registry itself', async () => {
  const docker = fakeRunner({ 'docker push': '' });
  await expect(push(docker, [{ kind: 'silent', reason: 'proxy' }, { kind: 'denied' }])).resolves.toMatchObject({ manifestDigest: digest('d') });
});

it.each(['received unexpected HTTP status: 503 Service Unavailable', 'toomanyrequests: slow down', 'read: connection reset by peer', 'unexpected EOF'])('tries again after %s, three times in all', async (stderr) => {
  const docker = fakeRunner({ 'docker push': failing(stderr) });
  await expect(push(docker, [absent, absent, absent])).rejects.toMatchObject({ code: 'IMAGE_NOT_PUSHED' });
  expect(docker.calls).toHaveLength(3);
});

it('pushes nothing into a registry that stays busy', async () => {
  const docker = fakeRunner({});
  await expect(push(docker, Array.from({ length: 5 }, () => ({ kind: 'busy', status: 429, retryAfterSeconds: 20 }) as const))).rejects.toMatchObject({
    code: 'REGISTRY_BUSY',
    message: expect.stringContaining('429'),
    next: [expect.stringContaining('20 s'), 'docker login r.example   # known users may do more'],
  });
});

it.each([
  ['denied: requested access to the resource is denied', 'REGISTRY_DENIED'],
  ['no basic auth credentials', 'REGISTRY_DENIED'],
  ['Get "https://r.example/v2/": x509: certificate signed by unknown authority', 'REGISTRY_UNTRUSTED'],
  ['http: server gave HTTP response to HTTPS client', 'REGISTRY_UNTRUSTED'],
  ['dial tcp: lookup r.example: no such host', 'REGISTRY_UNREACHABLE'],
  ['manifest invalid: manifest invalid', 'IMAGE_NOT_PUSHED'],
])('tries once, and says what to do, after: %s', async (stderr, code) => {
  const docker = fakeRunner({ 'docker push': failing(stderr) });
  await expect(push(docker)).rejects.toMatchObject({ code, next: [expect.stringContaining('r.example')].concat(code === 'REGISTRY_UNTRUSTED' ? [expect.any(String)] : []) });
  expect(docker.calls).toHaveLength(1);
});
