import { writeFileSync } from 'node:fs';
import { ToolError, type Runner } from '@fairlead/runtime';
import { createBuildkitBuilder } from '../../src/images/buildkit-builder';
import { digest, failing, fakeRunner, quietStep } from './fake-runner';

const store = { kind: 'buildkit', name: 'embedded cluster', address: 'unix:///b.sock', buildctl: '/bin/buildctl' } as const;
const request = { subject: 'apps/backend', folder: '/ctx', references: ['todo:abc', 'todo:v1'], buildArgs: { NODE_BASE: 'base:1' }, time: 315532801, step: quietStep };
const saying = (stderr: string): Runner => fakeRunner({ buildctl: failing(stderr) }).run;
const resolving = (stderr: string): Runner => () => Promise.resolve({ exitCode: 0, stdout: '', stderr });

describe('building', () => {
  it('gives the image every name, dates it, and reads its digests', async () => {
    const runner = fakeRunner({
      buildctl: ({ args }) => {
        writeFileSync(args[args.indexOf('--metadata-file') + 1] ?? '', JSON.stringify({ 'containerimage.config.digest': digest('c'), 'containerimage.digest': digest('d') }));
        return '';
      },
    });
    await expect(createBuildkitBuilder(store, runner.run).build(request)).resolves.toEqual({ configDigest: digest('c'), manifestDigest: digest('d') });
    const args = runner.calls[0]?.args ?? [];
    expect(args).toEqual(expect.arrayContaining(['--addr', 'unix:///b.sock', 'build', 'context=/ctx', 'build-arg:NODE_BASE=base:1', 'build-arg:SOURCE_DATE_EPOCH=315532801']));
    expect(args.find((arg) => arg.startsWith('type=image'))).toContain('"name=docker.io/library/todo:abc,docker.io/library/todo:v1"');
  });

  it('shows the failed step of the Dockerfile, not the log before it', async () => {
    const log = ['#1 transferring context', '#5 ERROR: not found', '------', ' > [2/2] COPY dist/ /app/:', '------', 'Dockerfile:4', '   4 | >>> COPY dist/ /app/', 'error: failed to solve: "/dist": not found'].join('\n');
    await expect(createBuildkitBuilder(store, saying(log)).build(request)).rejects.toMatchObject({
      code: 'IMAGE_BUILD_FAILED',
      message: 'the image of apps/backend could not be built',
      details: [' > [2/2] COPY dist/ /app/:', 'Dockerfile:4', '   4 | >>> COPY dist/ /app/', 'error: failed to solve: "/dist": not found'],
    });
  });

  it.each([
    ['a full disk', 'write: no space left on device', 'DISK_FULL'],
    ['a base that cannot be had', 'error: failed to solve: x: failed to resolve source metadata for x', 'BASE_IMAGE_UNAVAILABLE'],
  ])('names %s', async (_what, stderr, code) => {
    await expect(createBuildkitBuilder(store, saying(stderr)).build(request)).rejects.toMatchObject({ code });
  });

  it('says that an interrupted build changed nothing', async () => {
    await expect(createBuildkitBuilder(store, saying('context canceled')).build({ ...request, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
  });
});

describe('looking into the store', () => {
  const image = { manifestDigest: digest('d') };

  it('knows exactly the image that was built, by its manifest', async () => {
    const found = resolving(`#4 [1/1] FROM docker.io/library/x:1@${digest('d')}\n#4 DONE`);
    await expect(createBuildkitBuilder(store, found).has('x:1', image)).resolves.toBe(true);
    await expect(createBuildkitBuilder(store, found).has('x:1', { manifestDigest: digest('0') })).resolves.toBe(false);
  });

  it('tells an image that is not there from a builder that does not answer', async () => {
    await expect(createBuildkitBuilder(store, saying('failed to resolve source metadata for docker.io/library/x:1: not found')).has('x:1', image)).resolves.toBe(false);
    await expect(createBuildkitBuilder(store, saying('connection refused')).has('x:1', image)).rejects.toBeInstanceOf(ToolError);
  });

  it('asks nobody about an image without a digest', async () => {
    await expect(createBuildkitBuilder(store, fakeRunner({}).run).has('x:1', {})).resolves.toBe(false);
  });
});

it('delivers by building: the store is the nodes\' own', async () => {
  const image = { configDigest: digest('c') };
  await expect(createBuildkitBuilder(store, fakeRunner({}).run).deliver({ references: ['x:1'], image, step: quietStep })).resolves.toBe(image);
});
