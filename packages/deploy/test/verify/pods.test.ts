import type { V1Pod } from '@kubernetes/client-node';
import { podFacts } from '../../src/verify/pods';

const pod = (name: string, metadata: V1Pod['metadata'] = {}): V1Pod => ({
  metadata: { name, labels: { 'app.kubernetes.io/component': name }, ...metadata },
  status: { phase: 'Running', containerStatuses: [] },
});

test('pods of a job or a Helm hook have ended and serve nothing, so they are left out', () => {
  const owned = { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'report-1', uid: '1' }] };
  const hooked = { annotations: { 'helm.sh/hook': 'test' } };
  expect(podFacts({ pods: [pod('backend'), pod('report', owned), pod('connection', hooked)] }).map(({ component }) => component)).toEqual(['backend']);
});
