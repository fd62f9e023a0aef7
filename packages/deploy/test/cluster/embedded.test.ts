import type { EmbeddedEndpoints, EmbeddedStatus } from '@fairlead/embedded-cluster';
import { FairleadError } from '@fairlead/runtime';
import { createEmbeddedCluster, type EmbeddedNode } from '../../src/cluster/embedded';
import { recordingProgress } from '../support/recording-progress';
import { describeClusterContract, type Situation } from './contract';

const endpoints: EmbeddedEndpoints = {
  kubeconfig: '/home/user/.fairlead/kubeconfig',
  context: 'fairlead',
  buildkit: 'unix:///run/fairlead/buildkitd.sock',
  buildctl: '/home/user/.fairlead/bin/buildctl',
  nodeAddress: '172.30.255.2',
};

function node(state: EmbeddedStatus['state'], faults: readonly FairleadError[] = []): EmbeddedNode & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    preflight: async () => faults,
    status: async () => ({ state, members: [], problems: [], enforcesNetworkPolicy: false, version: 'v1.35.4', ...(state === 'running' ? { endpoints } : {}) }),
    sweepImages: async () => [],
    up: async () => {
      calls.push(state === 'running' ? 'look' : 'start');
      const [first] = faults;
      if (first) throw first;
      return endpoints;
    },
  };
}

async function situation(made: ReturnType<typeof node>): Promise<Situation> {
  return { cluster: createEmbeddedCluster(made), calls: made.calls };
}

describeClusterContract('the embedded cluster', {
  kind: 'embedded',
  starting: /start/,
  imageStore: 'buildkit',
  running: () => situation(node('running')),
  broken: () => situation(node('absent', [new FairleadError({ code: 'EMBEDDED_NOT_ROOT', message: 'it needs root', next: ['run this as root'] })])),
});

it('says that it is stopped to whoever needs it running', async () => {
  const cluster = createEmbeddedCluster(node('stopped'));
  await expect(cluster.kubeTarget()).rejects.toMatchObject({ code: 'CLUSTER_STOPPED' });
  await expect(cluster.imageStore()).rejects.toMatchObject({ code: 'CLUSTER_STOPPED' });
});

it('is started by ensure, and usable afterwards without another look', async () => {
  const made = node('stopped');
  const cluster = createEmbeddedCluster(made);
  await cluster.ensure({ progress: recordingProgress() });
  expect(made.calls).toEqual(['start']);
  await expect(cluster.kubeTarget()).resolves.toEqual({ kubeconfig: endpoints.kubeconfig, context: 'fairlead' });
});
