import { writeFileSync } from 'node:fs';
import { ToolError, type Runner } from '@fairlead/runtime';
import { createBuildkitBuilder } from '../../src/images/buildkit-builder';
import { createDockerBuilder } from '../../src/images/docker-builder';
import { qualified } from '../../src/tools/buildctl';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const step = { update: () => undefined };
const request = { folder: '/ctx', references: ['todo:v1', 'todo:abc'], buildArgs: { NODE_BASE: 'base:1' }, step };
const failing = (file: string, args: readonly string[], stderr: string): ToolError => new ToolError(file, args, { exitCode: 1, stderr });

describe('qualified', () => {
  it.each([
    ['todo-backend:v1', 'docker.io/library/todo-backend:v1'],
    ['team/todo:v1', 'docker.io/team/todo:v1'],
    ['registry.example/team/todo:v1', 'registry.example/team/todo:v1'],
    ['localhost:5000/todo:v1', 'localhost:5000/todo:v1'],
  ])('%s is %s', (reference, full) => expect(qualified(reference)).toBe(full));
});

describe('the BuildKit builder', () => {
  const store = { kind: 'buildkit', name: 'embedded cluster', address: 'unix:///b.sock', buildctl: '/bin/buildctl' } as const;

  it('builds under every name, dated alike, and reads the digests', async () => {
    const calls: (readonly string[])[] = [];
    const runner: Runner = (file, args) => {
      expect(file).toBe('/bin/buildctl');
      calls.push(args);
      writeFileSync(args[args.indexOf('--metadata-file') + 1] ?? '', JSON.stringify({ 'containerimage.config.digest': digest('c'), 'containerimage.digest': digest('d') }));
      return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
    };
    await expect(createBuildkitBuilder(store, runner).build(request)).resolves.toEqual({ configDigest: digest('c'), manifestDigest: digest('d') });
    expect(calls[0]).toEqual(expect.arrayContaining(['--addr', 'unix:///b.sock', 'build', 'context=/ctx', 'build-arg:NODE_BASE=base:1', 'build-arg:SOURCE_DATE_EPOCH=0']));
    expect(calls[0]?.find((arg) => arg.startsWith('type=image'))).toContain('"name=docker.io/library/todo:v1,docker.io/library/todo:abc"');
  });

  it('tells an image that is not there from a builder that does not answer', async () => {
    const saying = (stderr: string): Runner => (file, args) => Promise.reject(failing(file, args, stderr));
    await expect(createBuildkitBuilder(store, saying('docker.io/library/x:1: not found')).has('x:1')).resolves.toBe(false);
    await expect(createBuildkitBuilder(store, saying('connection refused')).has('x:1')).rejects.toBeInstanceOf(ToolError);
  });

  it('shows the last lines of a failed build, and names a full disk', async () => {
    const saying = (stderr: string): Runner => (file, args) => Promise.reject(failing(file, args, stderr));
    await expect(createBuildkitBuilder(store, saying('boom')).build(request)).rejects.toMatchObject({ code: 'IMAGE_BUILD_FAILED', details: ['boom'] });
    await expect(createBuildkitBuilder(store, saying('write: no space left on device')).build(request)).rejects.toMatchObject({ code: 'DISK_FULL' });
  });
});

describe('the Docker builder', () => {
  /** Answers the calls it knows, and fails on any other. */
  const docker = (answers: Readonly<Record<string, string | ToolError>>): Runner => (_file, args, options) => {
    expect(options?.env).toMatchObject({ DOCKER_HOST: 'tcp://d', DOCKER_BUILDKIT: '1' });
    const found = Object.entries(answers).find(([start]) => args.join(' ').startsWith(start));
    if (!found) throw new Error(`unexpected: docker ${args.join(' ')}`);
    return found[1] instanceof ToolError ? Promise.reject(found[1]) : Promise.resolve({ exitCode: 0, stdout: found[1], stderr: '' });
  };
  const store = (deliver: Parameters<typeof createDockerBuilder>[0]['deliver']) => ({ kind: 'docker', name: 'minikube', env: { DOCKER_HOST: 'tcp://d' }, deliver }) as const;
  const noBuildx = failing('docker', ['buildx'], "docker: 'buildx' is not a docker command");
  const image = JSON.stringify({ Id: digest('c'), Size: 12, RepoDigests: [`r.example/todo@${digest('d')}`] });

  it('builds with the plain client where there is no buildx', async () => {
    const builder = createDockerBuilder(store({ how: 'none' }), docker({ 'buildx version': noBuildx, 'build --progress plain': '', 'image inspect': image }));
    await expect(builder.build(request)).resolves.toEqual({ configDigest: digest('c'), sizeBytes: 12 });
  });

  it('names a client that cannot build', async () => {
    const broken = failing('docker', ['build'], 'ERROR: BuildKit is enabled but the buildx component is missing or broken.');
    const builder = createDockerBuilder(store({ how: 'none' }), docker({ 'buildx version': noBuildx, build: broken }));
    await expect(builder.build(request)).rejects.toMatchObject({ code: 'DOCKER_CANNOT_BUILD' });
  });

  it('has the image loaded where nodes cannot see the daemon', async () => {
    const loaded: string[] = [];
    const load = (reference: string, id: string): Promise<void> => Promise.resolve(void loaded.push(`${reference} ${id}`));
    await createDockerBuilder(store({ how: 'load', load }), docker({ 'buildx version': 'v0.12', 'buildx build': '', 'image inspect': image })).build(request);
    expect(loaded).toEqual([`todo:abc ${digest('c')}`]);
  });

  it('pushes to a registry and keeps the digest that nodes will report', async () => {
    const builder = createDockerBuilder(store({ how: 'push', prefix: 'r.example' }), docker({ 'buildx version': 'v0.12', 'buildx build': '', 'image inspect': image, push: '' }));
    await expect(builder.build({ ...request, references: ['r.example/todo:v1', 'r.example/todo:abc'] })).resolves.toMatchObject({ manifestDigest: digest('d') });
  });
});
