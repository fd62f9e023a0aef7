import { FairleadError } from '@fairlead/runtime';
import { createContextCluster } from '../../src/cluster/context';
import { describeClusterContract, type Situation } from './contract';

const UID = '4b5c9c5e-6a0c-4f4d-9d2e-8f1d1c2b3a4d';
const unreachable = new FairleadError({ code: 'CLUSTER_UNREACHABLE', message: 'it does not answer', next: ['look after it'] });

async function situation(identify: () => Promise<string>, identity?: string): Promise<Situation> {
  const cluster = createContextCluster({ kind: 'context', context: 'production', identity }, { kubeconfig: '/home/user/.kube/config', identify });
  return { cluster, calls: [] };
}

describeClusterContract('a context', {
  kind: 'context',
  starting: /./,
  imageStore: 'error IMAGE_STORE_MISSING',
  running: () => situation(async () => UID, UID),
  broken: () => situation(() => Promise.reject(unreachable)),
});

it('refuses a context of that name which leads to another cluster, naming both', async () => {
  const { cluster } = await situation(async () => 'another-uid', UID);
  await expect(cluster.preflight()).resolves.toMatchObject([{ code: 'CLUSTER_IDENTITY', details: [expect.stringContaining(UID), expect.stringContaining('another-uid')] }]);
});

it('leads no verb to another cluster than the pinned one, and asks for its identity once', async () => {
  const { cluster } = await situation(async () => 'another-uid', UID);
  await expect(cluster.kubeTarget()).rejects.toMatchObject({ code: 'CLUSTER_IDENTITY' });
  let asked = 0;
  const pinned = await situation(async () => (asked++, UID), UID);
  await pinned.cluster.kubeTarget();
  await expect(pinned.cluster.kubeTarget()).resolves.toMatchObject({ context: 'production' });
  expect(asked).toBe(1);
});

it('without a pin, that the environment names the context is enough', async () => {
  const { cluster } = await situation(async () => 'any');
  await expect(cluster.preflight()).resolves.toEqual([]);
  expect(cluster.capabilities.local).toBe(false);
});

it('serves whoever may not ask which cluster it is, unless that matters', async () => {
  const forbidden = (): Promise<string> => Promise.reject(new FairleadError({ code: 'CLUSTER_FORBIDDEN', message: 'no' }));
  await expect((await situation(forbidden)).cluster.preflight()).resolves.toEqual([]);
  await expect((await situation(forbidden, UID)).cluster.preflight()).resolves.toMatchObject([{ code: 'CLUSTER_FORBIDDEN' }]);
});

it('asks for exactly the context that was named, whatever the current one is', async () => {
  const asked: string[] = [];
  const cluster = createContextCluster({ kind: 'context', context: 'production', identity: undefined }, {
    kubeconfig: '/home/user/.kube/config',
    identify: async ({ context, kubeconfig }) => (asked.push(`${context} in ${kubeconfig}`), UID),
  });
  await cluster.preflight();
  expect(asked).toEqual(['production in /home/user/.kube/config']);
});
