import type { V1Namespace } from '@kubernetes/client-node';
import { ensureNamespace } from '../../src/release/namespace';
import { fakeKubeApi } from '../support/fake-kube-api';
import { recordingProgress } from '../support/recording-progress';

const namespace = (metadata: V1Namespace['metadata']): V1Namespace => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo', ...metadata } });
const ours = { 'app.kubernetes.io/managed-by': 'fairlead' };

it('makes one whose pods must ask for no more than restricted grants', async () => {
  const api = fakeKubeApi();
  await ensureNamespace(api, 'demo', recordingProgress());
  expect(api.objects.get('Namespace demo')?.metadata?.labels).toMatchObject({ ...ours, 'pod-security.kubernetes.io/enforce': 'restricted' });
  api.changes.length = 0;
  await ensureNamespace(api, 'demo', recordingProgress());
  expect(api.changes).toEqual([]);
});

it('puts the labels of its own back', async () => {
  const api = fakeKubeApi({ objects: [namespace({ labels: ours })] });
  await ensureNamespace(api, 'demo', recordingProgress());
  expect(api.changes).toEqual(['apply Namespace demo']);
});

it('leaves one of somebody else as it is, and says what that means', async () => {
  const api = fakeKubeApi({ objects: [namespace({})] });
  const progress = recordingProgress();
  await ensureNamespace(api, 'demo', progress);
  expect(api.changes).toEqual([]);
  expect(progress.said).toEqual([expect.stringMatching(/^warn: .*does not enforce/)]);
});

it.each(['default', 'kube-system', 'kube-public'])('refuses %s', async (name) => {
  await expect(ensureNamespace(fakeKubeApi(), name, recordingProgress())).rejects.toMatchObject({ code: 'NAMESPACE_RESERVED' });
});

it('refuses one that is being deleted', async () => {
  const api = fakeKubeApi({ objects: [namespace({ labels: ours, deletionTimestamp: new Date() })] });
  await expect(ensureNamespace(api, 'demo', recordingProgress())).rejects.toMatchObject({ code: 'NAMESPACE_TERMINATING' });
});
