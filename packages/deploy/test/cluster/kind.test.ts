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
  load: 'kind load docker-image app:1 --name demo',
  nodes: 'kind get nodes --name demo --quiet',
  inspect: (node: string) => `docker exec ${node} crictl inspecti --output json app:1`,
};
const there: Answer = { stdout: 'other\ndemo\n' };

async function scene(recorded: Record<string, Answer | readonly Answer[]>) {
  const tools = replay(recorded);
  return { ...tools, cluster: createKindCluster({ name: 'demo', runner: tools.run, kubeconfig }) };
}

describeClusterContract('kind', {
  kind: 'kind',
  starting: /kind create/,
  imageStore: 'docker',
  running: () => scene({ [calls.clusters]: [there, there], [calls.export]: [{}, {}] }),
  broken: () => scene({ [calls.clusters]: [{ missing: true }, { missing: true }] }),
});

it('creates the cluster when it is not there, without touching the kubeconfig of the user', async () => {
  const { cluster, calls: made } = await scene({ [calls.clusters]: { stdout: 'other\n' }, [calls.create]: { stdout: 'Creating cluster "demo" ...\n' } });
  await cluster.ensure({ progress: recordingProgress() });
  expect(made).toEqual([calls.clusters, calls.create]);
});

it('a copy counts when every node has that very image', async () => {
  const image = { stdout: JSON.stringify({ status: { id: ID } }) };
  const recorded = { [calls.load]: {}, [calls.nodes]: { stdout: 'demo-control-plane\ndemo-worker\n' }, [calls.inspect('demo-control-plane')]: image };
  const loaded = await (await scene({ ...recorded, [calls.inspect('demo-worker')]: image })).cluster.imageStore();
  const missed = await (await scene({ ...recorded, [calls.inspect('demo-worker')]: { exitCode: 1, stderr: 'no such image "app:1" present' } })).cluster.imageStore();
  if (loaded.kind !== 'docker' || loaded.deliver.how !== 'load' || missed.kind !== 'docker' || missed.deliver.how !== 'load') throw new Error('expected stores that load');
  await expect(loaded.deliver.load('app:1', ID)).resolves.toBeUndefined();
  await expect(missed.deliver.load('app:1', ID)).rejects.toMatchObject({ code: 'IMAGE_NOT_LOADED', message: expect.stringContaining('demo-worker') });
});

it('says that a cluster which was deleted is not there', async () => {
  const { cluster } = await scene({ [calls.export]: { exitCode: 1, stderr: 'ERROR: could not locate any control plane nodes for cluster named "demo"' } });
  await expect(cluster.kubeTarget()).rejects.toMatchObject({ code: 'CLUSTER_STOPPED' });
});
