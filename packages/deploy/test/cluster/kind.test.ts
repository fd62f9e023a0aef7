import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKindCluster } from '../../src/cluster/kind';
import { recordingProgress } from '../support/recording-progress';
import { replay, type Answer } from '../support/replay';
import { describeClusterContract } from './contract';

const folder = mkdtempSync(join(tmpdir(), 'fairlead-kind-'));
const kubeconfig = join(folder, 'demo.kubeconfig');
afterAll(() => rmSync(folder, { recursive: true }));

const ID = `sha256:${'a'.repeat(64)}`;
const calls = {
  clusters: 'kind get clusters --quiet',
  export: `kind export kubeconfig --name demo --kubeconfig ${kubeconfig} --quiet`,
  create: `kind create cluster --name demo --kubeconfig ${kubeconfig} --wait 120s`,
  load: 'kind load image-archive /scratch/image.tar --name demo',
  running: (...nodes: string[]) => `docker container inspect --format {{.State.Running}} ${nodes.join(' ')}`,
  nodes: 'kind get nodes --name demo --quiet',
  inspect: (node: string) => `docker exec ${node} crictl inspecti --output json app:1`,
};
const there: Answer = { stdout: 'other\ndemo\n' };

async function scene(recorded: Record<string, Answer | readonly Answer[]>) {
  const tools = replay(recorded);
  return { ...tools, cluster: createKindCluster({ name: 'demo', runner: tools.run, kubeconfig }) };
}

const upAndRunning = { [calls.clusters]: [there, there], [calls.nodes]: [{ stdout: 'demo-control-plane\n' }], [calls.running('demo-control-plane')]: { stdout: 'true\n' } };

describeClusterContract('kind', {
  kind: 'kind',
  starting: /kind create/,
  imageStore: 'docker',
  running: () => scene({ ...upAndRunning, [calls.export]: [{}, {}] }),
  broken: () => scene({ [calls.clusters]: [{ missing: true }, { missing: true }] }),
});

it('says how to start a cluster whose containers do not run', async () => {
  const { cluster } = await scene({ ...upAndRunning, [calls.running('demo-control-plane')]: { stdout: 'false\n' } });
  await expect(cluster.ensure({ progress: recordingProgress() })).rejects.toMatchObject({ code: 'CLUSTER_STOPPED', next: expect.arrayContaining(['docker start demo-control-plane']) });
});

it('creates the cluster when it is not there, without touching the kubeconfig of the user', async () => {
  const { cluster, calls: made } = await scene({ [calls.clusters]: [{ stdout: 'other\n' }, { stdout: 'other\n' }], [calls.create]: { stdout: 'Creating cluster "demo" ...\n' } });
  await cluster.ensure({ progress: recordingProgress() });
  expect(made).toEqual([calls.clusters, calls.clusters, calls.create]);
});

const image = { stdout: JSON.stringify({ status: { id: ID } }) };
const absent = { exitCode: 1, stderr: 'no such image "app:1" present' };
const twoNodes = { [calls.nodes]: { stdout: 'demo-control-plane\ndemo-worker\ndemo-external-load-balancer\n' } };

async function loading(recorded: Record<string, Answer | readonly Answer[]>) {
  const made = await scene({ ...twoNodes, ...recorded });
  const store = await made.cluster.imageStore();
  if (store.kind !== 'docker' || store.deliver.how !== 'load') throw new Error('expected a store that loads');
  const { deliver } = store;
  return { ...made, load: () => deliver.load({ references: ['app:1'], configDigest: ID, archive: async () => '/scratch/image.tar' }) };
}

it('a copy counts when every node that runs pods has that very image', async () => {
  const copied = await loading({ [calls.inspect('demo-control-plane')]: [image, image], [calls.inspect('demo-worker')]: [absent, image], [calls.load]: {} });
  await expect(copied.load()).resolves.toBeUndefined();
  const missed = await loading({ [calls.inspect('demo-control-plane')]: [image, image], [calls.inspect('demo-worker')]: [absent, absent], [calls.load]: {} });
  await expect(missed.load()).rejects.toMatchObject({ code: 'IMAGE_NOT_LOADED', message: expect.stringContaining('demo-worker') });
});

it('what every node has is not copied again', async () => {
  const { load, calls: made } = await loading({ [calls.inspect('demo-control-plane')]: image, [calls.inspect('demo-worker')]: image });
  await load();
  expect(made).not.toContain(calls.load);
});

it('says that a cluster which was deleted is not there', async () => {
  const { cluster } = await scene({ [calls.export]: { exitCode: 1, stderr: 'ERROR: could not locate any control plane nodes for cluster named "demo"' } });
  await expect(cluster.kubeTarget()).rejects.toMatchObject({ code: 'CLUSTER_STOPPED' });
});
