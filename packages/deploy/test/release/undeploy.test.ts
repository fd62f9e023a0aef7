import type { KubernetesObject } from '@kubernetes/client-node';
import type { ObjectRef } from '../../src/cluster/kube-api';
import { ownLabels } from '../../src/release/release';
import { undeploy } from '../../src/release/undeploy';
import { fakeHelm, revisionSecret } from '../support/fake-helm';
import { fakeKubeApi } from '../support/fake-kube-api';
import { recordingProgress } from '../support/recording-progress';
import { testContext, testSession } from '../support/run-context';

const context = testContext();
const { release } = testSession(context, { api: fakeKubeApi(), helm: fakeHelm({ api: fakeKubeApi() }) });

const secret = (name: string, kind: string): KubernetesObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'demo', labels: ownLabels(release, kind) } });
const objects = (): KubernetesObject[] => [
  revisionSecret({ number: 1, status: 'deployed' }),
  secret('todo-env-0123456789', 'environment'),
  secret('todo-fairlead', 'state'),
  secret('todo-postgres', 'database'),
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'of-somebody-else', namespace: 'demo' } },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'todo-postgres', namespace: 'demo', labels: { 'app.kubernetes.io/name': 'todo', 'app.kubernetes.io/instance': 'todo' } } },
];

interface RunOptions {
  readonly waitMs?: number;
  /** As the cluster does with a claim that a pod still uses: it stays a while. */
  readonly claimsStay?: (claim: ObjectRef) => void;
}

function run(given: readonly KubernetesObject[], deleteData: boolean, { waitMs = 60_000, claimsStay }: RunOptions = {}) {
  const api = fakeKubeApi({ objects: given });
  const { remove } = api;
  if (claimsStay) api.remove = async (ref) => (ref.kind === 'PersistentVolumeClaim' ? claimsStay(ref) : remove(ref));
  const helm = fakeHelm({ api });
  return { api, helm, result: undeploy(testSession(context, { api, helm }), { deleteData, progress: recordingProgress(), assertHeld: async () => undefined, waitMs, signal: new AbortController().signal }) };
}

it('keeps the data and the password that opens it', async () => {
  const { api, helm, result } = run(objects(), false);
  await expect(result).resolves.toEqual({ removed: true, volumes: ['todo-postgres'], dataDeleted: false });
  expect(helm.calls).toEqual(['uninstall']);
  expect([...api.objects.keys()].sort()).toEqual(['PersistentVolumeClaim demo/todo-postgres', 'Secret demo/of-somebody-else', 'Secret demo/todo-postgres']);
});

it('removes both when asked to, and nothing of anybody else', async () => {
  const { api, result } = run(objects(), true);
  await expect(result).resolves.toMatchObject({ dataDeleted: true });
  expect([...api.objects.keys()]).toEqual(['Secret demo/of-somebody-else']);
});

it('removes a password that plain Helm had made together with the data it opens', async () => {
  const byHelm = (object: KubernetesObject): KubernetesObject =>
    object.metadata?.name === 'todo-postgres' && object.kind === 'Secret' ? { ...object, metadata: { ...object.metadata, labels: { 'app.kubernetes.io/managed-by': 'Helm' } } } : object;
  const { api, result } = run(objects().map(byHelm), true);
  await expect(result).resolves.toMatchObject({ dataDeleted: true });
  expect([...api.objects.keys()]).toEqual(['Secret demo/of-somebody-else']);
});

it('keeps a password that plain Helm had made from a chart that did not call it kept, unless the data goes too', async () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'todo-backend' } };
  const password = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'todo-postgres' } };
  const byHand = revisionSecret({ number: 1, status: 'deployed', manifest: [service, password].map((object) => JSON.stringify(object)).join('\n---\n') });
  const [, ...others] = objects();
  const { api, result } = run([byHand, ...others], false);
  await result;
  expect(api.changes[0]).toBe('replace Secret demo/sh.helm.release.v1.todo.v1');
  const { api: emptied, result: all } = run([byHand, ...others], true);
  await all;
  expect(emptied.changes.filter((change) => change.startsWith('replace'))).toEqual([]);
});

it('removes nothing of a release of that name which is another chart\'s', async () => {
  const [, ...others] = objects();
  const { api, helm, result } = run([revisionSecret({ number: 1, status: 'deployed', chart: 'wordpress' }), ...others], true);
  await expect(result).rejects.toMatchObject({ code: 'RELEASE_FOREIGN', message: expect.stringContaining('wordpress') });
  expect(helm.calls).toEqual([]);
  expect(api.changes).toEqual([]);
});

it('ends when the data is gone, so that a deploy can follow at once', async () => {
  const { api, result } = run(objects(), true, { claimsStay: (ref) => void setImmediate(() => api.take(ref)) });
  await expect(result).resolves.toMatchObject({ dataDeleted: true });
  expect([...api.objects.keys()]).toEqual(['Secret demo/of-somebody-else']);
});

it('says what to look at when a deleted volume does not go', async () => {
  const { result } = run(objects(), true, { claimsStay: () => undefined, waitMs: 50 });
  await expect(result).rejects.toMatchObject({ code: 'VOLUME_TERMINATING', message: expect.stringContaining('todo-postgres') });
});

it('a second time finds nothing to remove, and the data still there', async () => {
  const { helm, result } = run(objects().slice(1), false);
  await expect(result).resolves.toEqual({ removed: false, volumes: ['todo-postgres'], dataDeleted: false });
  expect(helm.calls).toEqual([]);
});
