import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import type { Plan } from '@fairlead/plan';
import type { KubeApi } from '../../src/cluster/kube-api';
import { createRelease } from '../../src/release/release';
import { createCheckCluster, removeProbes } from '../../src/verify/check-cluster';
import { createUntil } from '../../src/verify/until';
import { environment, plan } from './plan';

const release = createRelease(plan, environment);

function pod(name: string, ready = true): V1Pod {
  return {
    metadata: { name, labels: { 'app.kubernetes.io/component': name.split('-')[0] ?? '', 'pod-template-hash': 'x' } },
    spec: { nodeName: 'n', containers: [{ name: 'c', image: 'backend:abc' }] },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

interface FakeCluster {
  readonly api: KubeApi;
  readonly created: KubernetesObject[];
  readonly removed: string[];
}

/** Answers what these checks ask and fails on anything else. */
function fakeCluster(pods: V1Pod[], probe: { readonly phase: string; readonly log: string } = { phase: 'Succeeded', log: '' }): FakeCluster {
  const created: KubernetesObject[] = [];
  const removed: string[] = [];
  const unexpected = (call: string) => () => Promise.reject(new Error(`unexpected: ${call}`));
  const api: KubeApi = {
    list: async ({ kind, labels = '' }) => {
      const component = /component=([a-z]+)/.exec(labels)?.[1] ?? '';
      if (kind === 'Deployment') return [{ spec: { replicas: 2 } }] as never;
      if (kind === 'StatefulSet') return [] as never;
      if (labels.startsWith('fairlead.dev/probe')) return created as never;
      return pods.filter(({ metadata }) => metadata?.name?.startsWith(component)) as never;
    },
    tryRead: async ({ kind }) => (kind === 'Service' ? { spec: { ports: [{ port: 80 }] } } : { status: { phase: probe.phase } }) as never,
    create: async (object) => (created.push(object), object),
    remove: async ({ metadata }) => void removed.push(metadata.name),
    log: async () => probe.log,
    apply: unexpected('apply'),
    replace: unexpected('replace'),
    label: unexpected('label'),
    annotate: unexpected('annotate'),
    tryReadPlain: unexpected('plain read'),
    preview: unexpected('preview'),
    orphan: unexpected('orphan'),
    watch: unexpected('watch'),
  };
  return { api, created, removed };
}

function cluster({ api }: FakeCluster, options: { readonly disrupt?: boolean; readonly plan?: Plan } = {}) {
  return createCheckCluster({ api, release, plan: options.plan ?? plan, until: createUntil(new AbortController().signal), disrupt: options.disrupt ?? true });
}

test('a request from inside asks as the caller, gives the status, and leaves no pod', async () => {
  const fake = fakeCluster([pod('frontend-1'), pod('backend-1')], { phase: 'Succeeded', log: '{"status":200,"ms":12}\n' });

  expect(await cluster(fake).request('frontend', 'backend', '/readyz')).toEqual({ status: 200, ms: 12 });

  const [probe] = fake.created as V1Pod[];
  expect(probe?.metadata?.labels).toEqual({ 'app.kubernetes.io/component': 'frontend', 'fairlead.dev/probe': 'true' });
  expect(probe?.spec?.containers[0]?.args?.[2]).toBe('http://demo-backend:80/readyz');
  expect(fake.removed).toEqual([probe?.metadata?.name]);
});

test.each([
  ['{"error":"ENOTFOUND"}', '{"error":"ENOTFOUND"}'],
  ['Killed', 'Killed'],
  ['', 'the probe pod ended without a word'],
])('a probe that says %j fails with that as evidence, and leaves no pod', async (log, evidence) => {
  const fake = fakeCluster([pod('frontend-1'), pod('backend-1')], { phase: 'Failed', log });

  await expect(cluster(fake).request('frontend', 'backend', '/readyz')).rejects.toMatchObject({
    message: 'GET http://demo-backend:80/readyz from inside the cluster failed',
    evidence: [evidence],
  });
  expect(fake.removed).toHaveLength(1);
});

test('a pod that is not ready is not the one that is deleted', async () => {
  const fake = fakeCluster([pod('backend-1', false), pod('backend-2')]);

  expect(await cluster(fake).deletePod('backend')).toBe('backend-2');
  expect(fake.removed).toEqual(['backend-2']);
});

test('no pod is taken away from a cluster of others unasked', async () => {
  const fake = fakeCluster([pod('backend-1')]);

  await expect(cluster(fake, { disrupt: false }).deletePod('backend')).rejects.toThrow('--disrupt');
  expect(fake.removed).toEqual([]);
});

test('the database of somebody else is nothing to test here', async () => {
  const external: Plan = { ...plan, database: { provision: 'external', secret: 'DATABASE_URL' } };

  await expect(cluster(fakeCluster([]), { plan: external }).deletePod('postgres')).rejects.toThrow('postgres does not run in this cluster');
});

test('waiting for a component ends when all its pods are ready', async () => {
  const pods = [pod('backend-1')];
  const waiting = cluster(fakeCluster(pods)).waitReady('backend');
  setTimeout(() => pods.push(pod('backend-2')), 50);

  await waiting;
  expect(pods).toHaveLength(2);
});

test('probes of a run that was killed are removed', async () => {
  const fake = fakeCluster([]);
  fake.created.push({ metadata: { name: 'left-behind' } });

  await removeProbes(fake.api, release);

  expect(fake.removed).toEqual(['left-behind']);
});
