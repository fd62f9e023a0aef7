import type { V1Pod } from '@kubernetes/client-node';
import { PROBE_LABEL, renderProbePod } from '../../src/verify/probe-pod';

const lender: V1Pod = { spec: { nodeName: 'node-1', imagePullSecrets: [{ name: 'pull' }], containers: [{ name: 'backend', image: 'todo-backend:abc' }] } };
const labels = { 'app.kubernetes.io/component': 'frontend' };
const pod = renderProbePod({ name: 'probe', namespace: 'demo', labels, lender, url: 'http://backend:80/readyz' });

test('a probe has the labels of the pod in whose place it stands', () => {
  expect(pod.metadata?.labels).toEqual({ ...labels, [PROBE_LABEL]: 'true' });
});

test('a probe is never ready, so that no Service gives it traffic', () => {
  expect(pod.spec?.readinessGates).toEqual([{ conditionType: 'fairlead.dev/never' }]);
});

test('a probe uses an image that its node has, and pulls no other', () => {
  expect(pod.spec?.nodeName).toBe('node-1');
  expect(pod.spec?.imagePullSecrets).toEqual([{ name: 'pull' }]);
  expect(pod.spec?.containers[0]).toMatchObject({ image: 'todo-backend:abc', imagePullPolicy: 'IfNotPresent' });
});

test('a probe keeps to Pod Security "restricted" and ends by itself', () => {
  expect(pod.spec).toMatchObject({ restartPolicy: 'Never', activeDeadlineSeconds: 60, automountServiceAccountToken: false });
  expect(pod.spec?.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(pod.spec?.containers[0]?.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('the URL is an argument of its own, whatever is in it', () => {
  const hostile = renderProbePod({ name: 'p', namespace: 'n', labels, lender, url: 'http://x/"); process.exit(); ("' });

  expect(hostile.spec?.containers[0]?.args?.[2]).toBe('http://x/"); process.exit(); ("');
  expect(hostile.spec?.containers[0]?.args?.[1]).toBe(pod.spec?.containers[0]?.args?.[1]);
});
