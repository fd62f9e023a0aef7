import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@fairlead/runtime';
import { createDockerBuilder } from '../../src/images/docker-builder';
import type { LoadRequest } from '../../src/cluster/cluster';
import type { settleImage } from '../../src/images/settle/settle-image';
import { digest, failing, fakeRunner, quietStep } from './fake-runner';

const store = (deliver: Parameters<typeof createDockerBuilder>[0]['deliver'] = { how: 'none' }) => ({ kind: 'docker', name: 'minikube', env: { DOCKER_HOST: 'tcp://d' }, deliver }) as const;
const context = mkdtempSync(join(tmpdir(), 'context-'));
writeFileSync(join(context, 'Dockerfile'), 'FROM base:1\n');
afterAll(() => rmSync(context, { recursive: true }));
/** The real one is tried on a real daemon. */
const settle: typeof settleImage = async ({ id, references, time }) => (id === digest('c') && references.length === 2 && time === 315532801 ? digest('5') : 'asked for something else');

const request = { subject: 'apps/backend', folder: context, references: ['todo:abc', 'todo:v1'], buildArgs: { NODE_BASE: 'base:1' }, time: 315532801, step: quietStep };
const noBuildx = failing("docker: 'buildx' is not a docker command");
const version = (client: string): string => JSON.stringify({ Client: { Version: client } });
const inspected = (more: object = {}): string => JSON.stringify({ Id: digest('c'), Size: 12, RepoDigests: [], ...more });

describe('building', () => {
  it.each([
    ['an old client with its own BuildKit', '20.10.24+dfsg1', 'docker build --progress plain', '1'],
    ['a newer client without buildx with the classic builder', '28.2.2', 'docker build --tag', '0'],
  ])('asks %s', async (_what, client, build, buildkit) => {
    const docker = fakeRunner({ 'docker version': version(client), 'docker buildx version': noBuildx, [build]: '', 'docker image inspect': inspected() });
    await expect(createDockerBuilder(store(), { runner: docker.run, settle }).build(request)).resolves.toEqual({ configDigest: digest('5'), sizeBytes: 12 });
    const call = docker.calls.find(({ args }) => args[0] === 'build');
    expect(call?.options.env).toMatchObject({ DOCKER_HOST: 'tcp://d', DOCKER_BUILDKIT: buildkit });
    expect(call?.args).toEqual(expect.arrayContaining(['--tag', 'todo:abc', '--tag', 'todo:v1', '--build-arg', 'NODE_BASE=base:1', context]));
  });

  it('uses buildx with the daemon\'s own builder, which knows the bases that were built there', async () => {
    const build = ({ args }: { readonly args: readonly string[] }): string => {
      writeFileSync(args[args.indexOf('--metadata-file') + 1] ?? '', JSON.stringify({ 'containerimage.config.digest': digest('e') }));
      return '';
    };
    const Descriptor = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: digest('c') };
    const docker = fakeRunner({ 'docker version': version('29.0.0'), 'docker buildx version': 'v0.30', 'docker context show': 'desktop\n', 'docker buildx build --builder desktop': build, 'docker image inspect': inspected({ Descriptor }) });
    await expect(createDockerBuilder(store(), { runner: docker.run, settle }).build(request)).resolves.toEqual({ configDigest: digest('e'), manifestDigest: digest('c'), sizeBytes: 12 });
  });

  it('finds the digest of the config in an archive where a daemon with containerd\'s store tells only that of the manifest', async () => {
    const Descriptor = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: digest('c') };
    const save = ({ args }: { readonly args: readonly string[] }): string => (writeFileSync(args[2] ?? '', 'archive'), '');
    const docker = fakeRunner({
      ...{ 'docker version': version('20.10.24'), 'docker buildx version': noBuildx, 'docker build': '', 'docker image inspect': inspected({ Descriptor }) },
      ...{ 'docker save --output': save, 'tar -xOf': JSON.stringify([{ Config: `blobs/sha256/${'e'.repeat(64)}`, Layers: [] }]) },
    });
    await expect(createDockerBuilder(store(), { runner: docker.run, settle }).build(request)).resolves.toEqual({ configDigest: digest('e'), manifestDigest: digest('c'), sizeBytes: 12 });
  });

  it('asks the default builder of a client that cannot say which context it uses', async () => {
    const build = ({ args }: { readonly args: readonly string[] }): string => (writeFileSync(args[args.indexOf('--metadata-file') + 1] ?? '', '{}'), '');
    const docker = fakeRunner({ 'docker version': version('20.10.24'), 'docker buildx version': 'v0.12', 'docker context show': failing("unknown command: docker context show"), 'docker buildx build --builder default': build, 'docker image inspect': inspected() });
    await expect(createDockerBuilder(store(), { runner: docker.run, settle }).build(request)).resolves.toMatchObject({ configDigest: digest('5') });
  });

  it.each([
    ['names a client that cannot build', '28.2.2', failing('ERROR: BuildKit is enabled but the buildx component is missing or broken.'), 'DOCKER_CANNOT_BUILD'],
    ['shows why a build failed', '20.10.24', failing('COPY failed: file not found'), 'IMAGE_BUILD_FAILED'],
  ])('%s', async (_what, client, failure, code) => {
    const docker = fakeRunner({ 'docker version': version(client), 'docker buildx version': noBuildx, 'docker build': failure });
    await expect(createDockerBuilder(store(), { runner: docker.run, settle }).build(request)).rejects.toMatchObject({ code });
  });

  it('says that the daemon does not answer', async () => {
    const docker = fakeRunner({ 'docker version': failing('Cannot connect to the Docker daemon'), 'docker buildx version': 'v0.30' });
    await expect(createDockerBuilder(store(), { runner: docker.run, settle }).build(request)).rejects.toMatchObject({ code: 'DOCKER_UNREACHABLE' });
  });

  it.each([
    ['a daemon that is down', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', 'start Docker'],
    ['a daemon that the user may not speak to', 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock', 'usermod -aG docker'],
    ['a daemon elsewhere', 'error during connect: Get "http://docker.example.com/v1.24/version": EOF', 'start Docker'],
  ])('names %s, whatever it is asked first', async (_what, stderr, next) => {
    const builder = createDockerBuilder(store(), { runner: fakeRunner({ 'docker image inspect': failing(stderr) }).run, settle });
    await expect(builder.has('todo:abc', { configDigest: digest('c') })).rejects.toMatchObject({ code: 'DOCKER_UNREACHABLE', next: expect.arrayContaining([expect.stringContaining(next)]) });
  });

  it('names a client that is not installed', async () => {
    const builder = createDockerBuilder(store(), { runner: (_file, args, options) => run('fairlead-no-such-tool', args, options), settle });
    await expect(builder.has('todo:abc', { configDigest: digest('c') })).rejects.toMatchObject({ code: 'DOCKER_MISSING' });
    await expect(builder.build(request)).rejects.toMatchObject({ code: 'DOCKER_MISSING' });
  });

  it('does not take the word of a client that builds elsewhere', async () => {
    const docker = fakeRunner({ 'docker version': version('20.10.24'), 'docker buildx version': noBuildx, 'docker build': '', 'docker image inspect': failing('Error: No such image: todo:abc') });
    await expect(createDockerBuilder(store(), { runner: docker.run, settle }).build(request)).rejects.toMatchObject({ code: 'IMAGE_BUILD_FAILED', message: expect.stringContaining('is not in minikube') });
  });
});

describe('looking into the store', () => {
  it('knows exactly the image that was built', async () => {
    const builder = createDockerBuilder(store(), { runner: fakeRunner({ 'docker image inspect': inspected() }).run, settle });
    await expect(builder.has('todo:abc', { configDigest: digest('c') })).resolves.toBe(true);
    await expect(builder.has('todo:abc', { configDigest: digest('0') })).resolves.toBe(false);
  });

  it('finds nothing where there is nothing', async () => {
    await expect(createDockerBuilder(store(), { runner: fakeRunner({ 'docker image inspect': failing('Error: No such image: todo:abc') }).run, settle }).has('todo:abc', { configDigest: digest('c') })).resolves.toBe(false);
  });
});

describe('delivering', () => {
  const delivery = { references: ['r.example/team/todo:abc', 'r.example/team/todo:v1'], image: { configDigest: digest('c') }, step: quietStep };

  it('hands nodes that cannot see the daemon an archive with every name, and no archive to those that have it', async () => {
    const asked: LoadRequest[] = [];
    const docker = fakeRunner({ 'docker save --output': '' });
    const load = async (request: LoadRequest): Promise<void> => {
      asked.push(request);
      if (asked.length === 1) expect(await request.archive()).toMatch(/\.tar$/);
    };
    const builder = createDockerBuilder(store({ how: 'load', load }), { runner: docker.run, settle });
    await builder.deliver(delivery);
    await builder.deliver(delivery);
    expect(asked.map(({ references, configDigest }) => [references, configDigest])).toEqual([1, 2].map(() => [delivery.references, digest('c')]));
    expect(docker.calls.map(({ args }) => args.slice(3))).toEqual([delivery.references]);
  });
});
