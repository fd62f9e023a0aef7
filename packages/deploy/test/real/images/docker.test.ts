import { run, type Runner } from '@fairlead/runtime';
import { createDockerBuilder } from '../../../src/images/docker-builder';
import type { ImageBuilder } from '../../../src/images/builder';
import { startDockerDaemon, type DockerDaemon } from '../../support/daemons/docker-daemon';
import { imageWorkspace, type ImageWorkspace } from './workspace';

let daemon: DockerDaemon;
let workspace: ImageWorkspace;
let builder: ImageBuilder;

beforeAll(async () => {
  daemon = await startDockerDaemon();
}, 120_000);
afterAll(async () => daemon.stop());

beforeEach(() => {
  workspace = imageWorkspace();
  builder = createDockerBuilder({ kind: 'docker', name: 'Docker', env: daemon.env, deliver: { how: 'none' } });
});
afterEach(() => workspace.remove());

const inspect = async (reference: string, format: string): Promise<string> => (await daemon.docker('image', 'inspect', '--format', format, reference)).stdout.trim();

/** Lists a folder of an image as `tar -tv` does, without running it. */
async function listing(reference: string, path: string): Promise<string> {
  const container = (await daemon.docker('create', reference)).stdout.trim();
  const { stdout } = await run('bash', ['-c', 'docker cp "$0:$1" - | TZ=UTC tar -tv --full-time --numeric-owner', container, path], { env: daemon.env });
  await daemon.docker('rm', container);
  return stdout;
}

it('an image is built upon a stand-in once, and again only for other content or an emptied store', async () => {
  const first = await workspace.build(builder, 'frontend');
  expect(first).toMatchObject({ cached: false, configDigest: await inspect(first.references.content, '{{.Id}}'), base: { standIn: expect.stringMatching(/^fairlead\.local\/nginx:1-/) } });
  expect(await inspect('todo-frontend:v1', '{{.Id}}')).toBe(first.configDigest);
  expect(await workspace.build(builder, 'frontend')).toEqual({ ...first, cached: true });

  workspace.write('frontend/dist/index.html', '<p>two</p>');
  const second = await workspace.build(builder, 'frontend');
  expect(second.configDigest).not.toBe(first.configDigest);
  expect(await inspect(first.references.content, '{{.Id}}')).toBe(first.configDigest);
  expect(await inspect('todo-frontend:v1', '{{.Id}}')).toBe(second.configDigest);

  await daemon.docker('image', 'rm', '--force', second.references.content, 'todo-frontend:v1', second.base?.standIn ?? '');
  expect(await workspace.build(builder, 'frontend')).toMatchObject({ cached: false, contentHash: second.contentHash });
});

it('a stand-in says in a label, which images inherit, that it is one', async () => {
  const { references } = await workspace.build(builder, 'frontend');
  expect(JSON.parse(await inspect(references.content, '{{json .Config.Labels}}'))).toMatchObject({ 'dev.fairlead.stand-in': 'nginx' });
});

it('files are readable for everybody, and dated by the content, so that another page has another ETag', async () => {
  const times: string[] = [];
  for (const text of ['<p>1</p>', '<p>2</p>']) {
    workspace.write('frontend/dist/index.html', text);
    await run('chmod', ['600', workspace.path('frontend/dist/index.html')]);
    const { references } = await workspace.build(builder, 'frontend');
    const [, time] = /^-rw-r--r-- 0\/0 +\d+ (198\d-\S+ \S+) .*index\.html$/m.exec(await listing(references.content, '/usr/share/nginx/html')) ?? [];
    times.push(time ?? 'not found');
  }
  expect(times).not.toContain('not found');
  expect(times[0]).not.toBe(times[1]);
});

it('a newer client without buildx builds with the classic builder', async () => {
  const newer: Runner = async (file, args, options) => (args[0] === 'version' ? { exitCode: 0, stdout: JSON.stringify({ Client: { Version: '28.2.2' } }), stderr: '' } : run(file, args, options));
  const steps: string[] = [];
  const classic = createDockerBuilder({ kind: 'docker', name: 'Docker', env: daemon.env, deliver: { how: 'none' } }, { runner: newer });
  const receipt = await workspace.build(classic, 'frontend', { onStep: (text) => steps.push(text) });
  expect(receipt.configDigest).toBe(await inspect('todo-frontend:v1', '{{.Id}}'));
  expect(steps).toContain('COPY dist/ /usr/share/nginx/html/');
  // Not the image that BuildKit makes, but the same one each time.
  await daemon.docker('image', 'rm', '--force', receipt.configDigest ?? '');
  await expect(workspace.build(classic, 'frontend')).resolves.toMatchObject({ configDigest: receipt.configDigest, cached: false });
});

it('a build that fails shows the step of the Dockerfile and leaves no receipt', async () => {
  workspace.write('frontend/Dockerfile', 'ARG NGINX_BASE\nFROM ${NGINX_BASE}\nCOPY nowhere/ /x/\n');
  await expect(workspace.build(builder, 'frontend')).rejects.toMatchObject({ code: 'IMAGE_BUILD_FAILED', details: expect.arrayContaining([expect.stringContaining('COPY nowhere/')]) });
});

it('an interrupted build ends its client, and the next one works', async () => {
  const interrupted = new AbortController();
  const building = workspace.build(builder, 'backend', { signal: interrupted.signal, onStep: () => interrupted.abort() });
  await expect(building).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await expect(workspace.build(builder, 'backend')).resolves.toMatchObject({ cached: false });
}, 300_000);
