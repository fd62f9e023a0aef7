import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Runner } from '@fairlead/runtime';
import type { ImageBuilder } from '../../../src/images/builder';
import { createDockerBuilder } from '../../../src/images/docker-builder';
import type { Receipt } from '../../../src/images/receipt';
import { createRegistryClient, type RegistryAnswer } from '../../../src/images/registry/client';
import { tryCredentials } from '../../../src/images/registry/credentials';
import { startDockerDaemon, type DockerDaemon } from '../../support/daemons/docker-daemon';
import { startRegistry, type Registry, type RegistryOptions } from '../../support/daemons/registry';
import { startScriptedRegistry } from '../../support/daemons/scripted-registry';
import { makeEnvironment } from '../../support/plans';
import { imageWorkspace, type ImageWorkspace } from './workspace';

let daemon: DockerDaemon;
let workspace: ImageWorkspace;
const pushes: string[] = [];

beforeAll(async () => {
  daemon = await startDockerDaemon();
}, 120_000);
afterAll(() => daemon.stop());
beforeEach(() => {
  workspace = imageWorkspace();
  pushes.length = 0;
});
afterEach(() => workspace.remove());

const registryClient = createRegistryClient({ credentials: (registry) => tryCredentials(registry, { env: daemon.env }) });

function builderFor(prefix: string): ImageBuilder {
  const runner: Runner = (file, args, options) => {
    if (args[0] === 'push') pushes.push(args[1] ?? '');
    return run(file, args, options);
  };
  return createDockerBuilder({ kind: 'docker', name: 'registry', env: daemon.env, deliver: { how: 'push', prefix } }, { runner, push: { registry: registryClient } });
}

const pushTo = (address: string): Promise<Receipt> => workspace.build(builderFor(`${address}/team`), 'frontend', { environment: makeEnvironment({ registry: { prefix: `${address}/team` } }) });
const inRegistry = (address: string, tag: string): Promise<RegistryAnswer> => registryClient.ask(`${address}/team/todo-frontend:${tag}`);

/** A registry whose authority is trusted as Docker is told to: by a file in a folder of its address. */
async function withRegistry(options: RegistryOptions, work: (registry: Registry) => Promise<void>): Promise<void> {
  const registry = await startRegistry(options);
  const folder = join('/etc/docker/certs.d', registry.address);
  try {
    if (registry.ca) {
      mkdirSync(folder, { recursive: true });
      copyFileSync(registry.ca, join(folder, 'ca.crt'));
    }
    await work(registry);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await registry.stop();
  }
}

const user = { name: 'me', password: 'pass:word' };

it.each<[string, RegistryOptions]>([['without TLS', {}], ['with TLS of an authority of its own', { tls: true }], ['with TLS and a password', { tls: true, user }]])(
  'a registry %s gets both names once, and the receipt its digest',
  async (_, options) => {
    await withRegistry(options, async ({ address }) => {
      if (options.user) await run('docker', ['login', '--username', user.name, '--password-stdin', address], { env: daemon.env, input: user.password });
      const receipt = await pushTo(address);
      expect(receipt.references.content).toBe(`${address}/team/todo-frontend:${receipt.contentHash}`);
      for (const tag of ['v1', receipt.contentHash]) await expect(inRegistry(address, tag)).resolves.toEqual({ kind: 'found', digest: receipt.manifestDigest, configDigest: receipt.configDigest });
      expect(pushes).toHaveLength(2);
      await expect(pushTo(address)).resolves.toEqual({ ...receipt, cached: true });
      expect(pushes).toHaveLength(2);
    });
  },
);

it('what was removed from the registry is pushed again, although it is built', async () => {
  await withRegistry({}, async ({ address }) => {
    const receipt = await pushTo(address);
    expect((await fetch(`http://${address}/v2/team/todo-frontend/manifests/${receipt.manifestDigest ?? ''}`, { method: 'DELETE' })).status).toBe(202);
    await expect(inRegistry(address, 'v1')).resolves.toEqual({ kind: 'absent' });
    await expect(pushTo(address)).resolves.toEqual({ ...receipt, cached: true });
    await expect(inRegistry(address, 'v1')).resolves.toMatchObject({ kind: 'found' });
  });
});

it('a registry that wants a password gets nothing without one, and says where to log in', async () => {
  await withRegistry({ user }, async ({ address }) => {
    await expect(pushTo(address)).rejects.toMatchObject({ code: 'REGISTRY_DENIED', next: [`docker login ${address}`] });
    expect(pushes).toHaveLength(1);
  });
});

it('a registry that is busy gets the image once it is not', async () => {
  await withRegistry({}, async ({ address: upstream }) => {
    const busy = await startScriptedRegistry([{ status: 429, headers: { 'retry-after': '1' } }, { status: 503 }, { status: 503 }], upstream);
    try {
      const receipt = await pushTo(busy.address);
      await expect(inRegistry(upstream, receipt.contentHash)).resolves.toMatchObject({ digest: receipt.manifestDigest });
    } finally {
      await busy.stop();
    }
  });
});

it('one that stays busy gets nothing, and the message says for how long', async () => {
  const registry = await startScriptedRegistry(Array.from({ length: 20 }, () => ({ status: 429, headers: { 'retry-after': '3600' } })));
  try {
    await expect(pushTo(registry.address)).rejects.toMatchObject({ code: 'REGISTRY_BUSY', next: expect.arrayContaining([expect.stringContaining('3600 s')]) });
    expect(pushes).toEqual([]);
  } finally {
    await registry.stop();
  }
});

it('one that is not there is named', async () => {
  await expect(pushTo('127.0.0.1:1')).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
});

it('a pinned base is what is built upon, whatever its tag means later', async () => {
  await withRegistry({}, async ({ address }) => {
    const base = `${address}/base:1`;
    const pushBase = async (text: string): Promise<string> => {
      workspace.write('frontend/Dockerfile', `FROM scratch\nCOPY dist/ /base/\nLABEL base="${text}"\nUSER 65532:65532\n`);
      await run('docker', ['build', '--tag', base, workspace.path('frontend')], { env: { ...daemon.env, DOCKER_BUILDKIT: '1' } });
      await daemon.docker('push', base);
      await daemon.docker('image', 'rm', '--force', base);
      const answer = await registryClient.ask(base);
      return answer.kind === 'found' ? answer.digest : 'not there';
    };
    const digest = await pushBase('one');
    await pushBase('two');
    workspace.write('frontend/Dockerfile', 'ARG NGINX_BASE\nFROM ${NGINX_BASE}\nCOPY dist/ /usr/share/nginx/html/\n');
    const { references } = await workspace.build(builderFor(`${address}/team`), 'frontend', { base, lock: { [base]: digest }, environment: makeEnvironment({ registry: { prefix: `${address}/team` } }) });
    const labels = (await daemon.docker('image', 'inspect', '--format', '{{json .Config.Labels}}', references.content)).stdout;
    expect(JSON.parse(labels)).toEqual({ base: 'one' });
  });
});
