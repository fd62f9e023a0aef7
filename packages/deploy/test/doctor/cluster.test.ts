import type { EnvironmentPlan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import type { Cluster } from '../../src/cluster/cluster';
import { clusterCheck } from '../../src/doctor/cluster';
import { fakeKubeApi } from '../support/fake-kube-api';
import { makeEnvironment } from '../support/plans';

const fault = new FairleadError({ code: 'MINIKUBE_DRIVER', message: 'its driver does not answer', next: ['start Docker'] });
const stopped = new FairleadError({ code: 'CLUSTER_STOPPED', message: 'it is stopped' });
const kubeSystem = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'u' } };

const cluster = (changes: Partial<Cluster> = {}): Cluster => ({
  name: 'a cluster',
  kind: 'minikube',
  capabilities: { enforcesNetworkPolicy: true, local: true },
  preflight: async () => [],
  ensure: () => Promise.reject(new Error('doctor starts nothing')),
  imageStore: () => Promise.reject(new Error('doctor builds nothing')),
  kubeTarget: async () => ({ kubeconfig: '/config', context: 'a' }),
  ...changes,
});

const look = (changes: Partial<Cluster> = {}, environment: EnvironmentPlan = makeEnvironment(), objects: Parameters<typeof fakeKubeApi>[0] = { objects: [kubeSystem] }) =>
  clusterCheck({ environment, cluster: async () => cluster(changes), connect: () => fakeKubeApi(objects) }).look();

it('one that answers is fine', async () => {
  await expect(look()).resolves.toEqual([{ name: 'cluster', state: 'ok', detail: 'a cluster answers', next: [] }]);
});

it('shows everything that stands in its way, with what mends it', async () => {
  await expect(look({ preflight: async () => [fault, stopped] })).resolves.toMatchObject([{ state: 'bad', next: ['start Docker'] }, { state: 'bad' }]);
});

it('one on this machine that is not up is only something to do', async () => {
  await expect(look({ kubeTarget: () => Promise.reject(stopped) })).resolves.toMatchObject([{ state: 'todo', detail: expect.stringContaining('image-store') }]);
});

it('says when policies are not enforced', async () => {
  await expect(look({ capabilities: { enforcesNetworkPolicy: false, local: true } })).resolves.toMatchObject([{ state: 'ok' }, { name: 'network', state: 'warn' }]);
});

it('a cluster by its context needs a registry', async () => {
  const found = await look({ kind: 'context', capabilities: { enforcesNetworkPolicy: true, local: false } });
  expect(found).toMatchObject([{ state: 'ok' }, { name: 'registry', state: 'bad', next: [expect.stringContaining('registry:')] }]);
});

describe('the secret that nodes pull with', () => {
  const environment = makeEnvironment({ registry: { prefix: 'r.example:5000/team', pullSecret: 'pull' } });
  const secret = (type: string) => ({ objects: [kubeSystem, { apiVersion: 'v1', kind: 'Secret', type, metadata: { name: 'pull', namespace: 'demo' } }] });

  it('is fine when nodes can use it', async () => {
    await expect(look({}, environment, secret('kubernetes.io/dockerconfigjson'))).resolves.toMatchObject([{ state: 'ok' }, { name: 'pull secret', state: 'ok' }]);
  });

  it.each<[string, Parameters<typeof fakeKubeApi>[0]]>([['missing', { objects: [kubeSystem] }], ['of another type', secret('Opaque')]])('that is %s is named with the command that makes it', async (_, objects) => {
    const [, found] = await look({}, environment, objects);
    expect(found).toMatchObject({ state: 'bad', next: expect.arrayContaining([expect.stringContaining('kubectl create secret docker-registry pull --namespace demo --docker-server r.example:5000')]) });
  });
});
