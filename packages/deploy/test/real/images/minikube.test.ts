import { run, type Runner } from '@fairlead/runtime';
import type { ImageStore } from '../../../src/cluster/cluster';
import { createMinikubeCluster } from '../../../src/cluster/minikube';
import type { ImageBuilder } from '../../../src/images/builder';
import { createDockerBuilder } from '../../../src/images/docker-builder';
import { imageList, profiles, type ProfileOptions } from '../../cluster/minikube-transcripts';
import { startDockerDaemon, startTlsDockerDaemon, type DockerDaemon } from '../../support/daemons/docker-daemon';
import { replay, type Answer } from '../../support/replay';
import { imageWorkspace, type ImageWorkspace } from './workspace';

// Minikube itself is replayed; Docker, its certificates and the archives are real.

let node: DockerDaemon;
let host: DockerDaemon;
let workspace: ImageWorkspace;

beforeAll(async () => {
  [node, host] = await Promise.all([startTlsDockerDaemon(), startDockerDaemon()]);
}, 120_000);
afterAll(() => Promise.all([node.stop(), host.stop()]));
beforeEach(() => void (workspace = imageWorkspace()));
afterEach(() => workspace.remove());

async function storeOf(profile: ProfileOptions, recorded: Record<string, Answer | readonly Answer[]>): Promise<{ store: Extract<ImageStore, { kind: 'docker' }>; calls: readonly string[] }> {
  const tools = replay({ 'minikube profile list --output json --light': profiles(profile), ...recorded });
  const cluster = await createMinikubeCluster({ profile: 'minikube', runner: tools.run, uid: 1000, kubeconfig: '/nowhere/config', env: {} });
  const store = await cluster.imageStore();
  if (store.kind !== 'docker') throw new Error('expected a Docker store');
  return { store, calls: tools.calls };
}

/** The shell of somebody who works with the Docker of their machine. */
function builderIn(shell: DockerDaemon, store: Extract<ImageStore, { kind: 'docker' }>): ImageBuilder {
  const runner: Runner = (file, args, options = {}) => run(file, args, { ...options, env: { ...shell.env, DOCKER_CONTEXT: undefined, ...options.env } });
  return createDockerBuilder(store, { runner });
}

const idIn = async (daemon: DockerDaemon, reference: string): Promise<string> =>
  (await daemon.docker('image', 'ls', '--no-trunc', '--format', '{{.ID}}', reference)).stdout.trim();

const printed = (): string => JSON.stringify({ ...node.address, MINIKUBE_ACTIVE_DOCKERD: 'minikube', SSH_AGENT_PID: '', SSH_AUTH_SOCK: '' });

it('what `docker-env` prints leads into the node\'s daemon by TLS, past the one of the shell', async () => {
  const { store } = await storeOf({}, { 'minikube docker-env --profile minikube --shell none --output json': { stdout: printed() } });
  const receipt = await workspace.build(builderIn(host, store), 'frontend');
  await expect(idIn(node, receipt.references.content)).resolves.toBe(receipt.configDigest);
  await expect(idIn(host, receipt.references.content)).resolves.toBe('');
  await expect(workspace.build(builderIn(host, store), 'frontend')).resolves.toEqual({ ...receipt, cached: true });
});

it('without the certificates nobody gets in', async () => {
  const stranger = run('docker', ['version'], { env: { ...node.env, DOCKER_CERT_PATH: undefined, DOCKER_TLS_VERIFY: undefined } });
  await expect(stranger).rejects.toMatchObject({ code: 'TOOL_FAILED' });
});

it('for another runtime the image is built on the machine and goes to the node as one archive with both names', async () => {
  const { store, calls } = await storeOf({ runtime: 'containerd' }, {});
  if (store.deliver.how !== 'load') throw new Error('expected a store that loads');
  // In place of the node: the other daemon takes what Minikube would hand over.
  const taken: string[] = [];
  const load = async (request: Parameters<typeof store.deliver.load>[0]): Promise<void> => void taken.push((await node.docker('load', '--input', await request.archive())).stdout);
  const receipt = await workspace.build(builderIn(host, { ...store, deliver: { how: 'load', load } }), 'frontend');
  expect(taken).toHaveLength(1);
  for (const reference of Object.values(receipt.references)) await expect(idIn(node, reference)).resolves.toBe(receipt.configDigest);
  expect(calls).toEqual(['minikube profile list --output json --light']);
});

it('an image that the node did not take is a failure, although Minikube calls it a success', async () => {
  const tools = replay({ 'minikube profile list --output json --light': profiles({ runtime: 'containerd' }), 'minikube image ls --profile minikube --format json': [imageList.stopped, imageList.stopped] });
  const silent: Runner = async (file, args, options) => (args[0] === 'image' && args[1] === 'load' ? { exitCode: 0, stdout: '', stderr: '' } : tools.run(file, args, options));
  const cluster = await createMinikubeCluster({ profile: 'minikube', runner: silent, uid: 1000, kubeconfig: '/nowhere/config', env: {} });
  const store = await cluster.imageStore();
  if (store.kind !== 'docker') throw new Error('expected a Docker store');
  await expect(workspace.build(builderIn(host, store), 'frontend')).rejects.toMatchObject({ code: 'IMAGE_NOT_LOADED' });
});
