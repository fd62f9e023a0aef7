import type { KubernetesObject } from '@kubernetes/client-node';
import { dump } from 'js-yaml';
import { ApiError } from '../../../src/cluster/api-error';
import type { KubeApi } from '../../../src/cluster/kube-api';
import type { PlainObject } from '../../../src/cluster/object-api';
import { findDrift, type Drift } from '../../../src/release/drift/find-drift';
import { fakeKubeApi } from '../../support/fake-kube-api';

const labels = { app: 'todo' };
const wanted = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'todo', labels },
  spec: { replicas: 2, paused: null, template: { spec: { containers: [{ name: 'web', image: 'web:1', env: [{ name: 'LOG', value: 'info' }], args: [] }] } } },
};

interface Live {
  readonly spec: { replicas: number; template: { spec: { containers: { env: unknown[]; [field: string]: unknown }[] } } };
  readonly [field: string]: unknown;
}

/** As the server has it: with its defaults, its notes, and who wrote what. */
function live(change: (object: Live) => void = () => undefined, manager = 'helm'): KubernetesObject {
  const object = {
    ...structuredClone(wanted),
    metadata: { name: 'todo', namespace: 'demo', labels, annotations: { 'deployment.kubernetes.io/revision': '1' }, managedFields: [{ manager: 'helm', operation: 'Apply' }, { manager }, { manager: 'kubelet', subresource: 'status' }] },
    spec: { replicas: 2, progressDeadlineSeconds: 600, template: { spec: { containers: [{ name: 'web', image: 'web:1', env: [{ name: 'LOG', value: 'info' }], imagePullPolicy: 'Always' }] } } },
    status: { replicas: 2 },
  };
  change(object);
  return object as KubernetesObject;
}

const hand = 'kubectl-edit';
const container = (object: Live): Live['spec']['template']['spec']['containers'][number] => object.spec.template.spec.containers[0]!;
const driftOf = (objects: readonly KubernetesObject[], api: Partial<KubeApi> = {}): Promise<Drift> => findDrift({ ...fakeKubeApi({ objects }), ...api }, dump(wanted), 'demo');
const unexpected = { preview: () => Promise.reject(new Error('this test expects no question to the server')) };

it.each(['helm', 'helm-v4', 'kube-controller-manager'])('defaults and notes of the server are no drift, and it is not even asked about what %s wrote', async (manager) => {
  await expect(driftOf([live(undefined, manager)], unexpected)).resolves.toEqual({ mendable: [], lasting: [] });
});

it.each<[string, (object: Live) => void, string]>([
  ['a number', (object) => (object.spec.replicas = 3), 'Deployment todo: spec.replicas is 3 instead of 2'],
  ['a variable', (object) => (container(object).env = [{ name: 'LOG', value: 'debug' }]), 'Deployment todo: spec.template.spec.containers[web].env[LOG].value is debug instead of info'],
  ['what was taken away', (object) => (container(object).env = []), 'Deployment todo: spec.template.spec.containers[web].env is [] instead of [{"name":"LOG","value":"info"}]'],
  ['a label', (object) => Object.assign(object['metadata'] as object, { labels: {} }), 'Deployment todo: metadata.labels.app is missing: todo'],
])('%s that was changed by hand is told', async (_, change, sentence) => {
  await expect(driftOf([live(change, hand)])).resolves.toEqual({ mendable: [sentence], lasting: [] });
});

it('what somebody added beside the manifest stays theirs, as Helm leaves it', async () => {
  const added = live((object) => container(object).env.push({ name: 'MINE', value: 'x' }), hand);
  await expect(driftOf([added])).resolves.toEqual({ mendable: [], lasting: [] });
});

it('the server is asked about what anybody else has written, though all fields are there', async () => {
  const preview = async (): Promise<PlainObject> => ({ ...live((object) => Object.assign(object.spec, { progressDeadlineSeconds: 300 })) });
  const { mendable } = await driftOf([live(undefined, hand)], { preview });
  expect(mendable).toEqual(['Deployment todo: spec.progressDeadlineSeconds is 600 instead of 300']);
});

it('an object that is not there is told', async () => {
  await expect(driftOf([])).resolves.toEqual({ mendable: ['Deployment todo is missing'], lasting: [] });
});

it('what the server does not let be put back is told, and nobody tries', async () => {
  const preview = (): Promise<never> => Promise.reject(new ApiError('compare Deployment todo', { code: 422, body: '{"message":"a volume cannot shrink"}' }));
  const { mendable, lasting } = await driftOf([live((object) => (object.spec.replicas = 3))], { preview });
  expect(mendable).toEqual([]);
  expect(lasting).toEqual([expect.stringContaining('a volume cannot shrink')]);
});

it('a server that does not answer is no answer', async () => {
  const preview = (): Promise<never> => Promise.reject(new ApiError('compare Deployment todo', new Error('connect ECONNREFUSED')));
  await expect(driftOf([live((object) => (object.spec.replicas = 3))], { preview })).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
});

it('no value of a Secret is told, and of many fields only some', async () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'env' }, data: { a: 'MQ==', b: 'Mg==', c: 'Mw==', d: 'NA==', e: 'NQ==' } };
  const changed = { ...secret, metadata: { name: 'env', namespace: 'demo' }, data: { a: 'x', b: 'x', c: 'x', d: 'x', e: 'x' } };
  const { mendable } = await findDrift(fakeKubeApi({ objects: [changed] }), dump(secret), 'demo');
  expect(mendable).toEqual(['Secret env: data.a was changed', 'Secret env: data.b was changed', 'Secret env: data.c was changed', 'Secret env: 2 more fields']);
});
