import { ToolError, type FairleadError } from '@fairlead/runtime';
import { helmFault } from '../../src/release/helm-fault';
import { createRelease } from '../../src/release/release';
import { makePlan } from '../support/plans';

const plan = makePlan();
const release = createRelease(plan, plan.environments[0]!);

it.each([
  ['Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress', 'RELEASE_BUSY'],
  ['Error: unable to continue with install: Service "todo-backend" in namespace "demo" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by"', 'OBJECT_FOREIGN'],
  ["Error: values don't meet the specifications of the schema(s) in the following chart(s):\ntodo:\n- at '': additional properties 'x' not allowed", 'VALUES_INVALID'],
  ['Error: UPGRADE FAILED: cannot patch "todo" with kind Deployment: Deployment.apps "todo" is invalid: spec.selector: Invalid value: field is immutable', 'OBJECT_IMMUTABLE'],
  ['Error: UPGRADE FAILED: cannot patch "todo-postgres" with kind StatefulSet: StatefulSet.apps "todo-postgres" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden', 'OBJECT_IMMUTABLE'],
  ['Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused', 'CLUSTER_UNREACHABLE'],
  ['Error: services "todo" is forbidden: unable to create new content in namespace demo because it is being terminated', 'NAMESPACE_TERMINATING'],
  ['Error: something nobody has seen before', 'HELM_FAILED'],
])('%s', (stderr, code) => {
  const fault = helmFault(new ToolError('helm', ['upgrade'], { exitCode: 1, stderr }), release);
  expect(fault).toMatchObject({ code });
  expect((fault as FairleadError).details.join('\n')).toContain(stderr.split('\n')[0]);
});

it('a StatefulSet can be made anew around its pods and data', () => {
  const stderr = 'Error: UPGRADE FAILED: StatefulSet.apps "todo-postgres" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden';
  expect(helmFault(new ToolError('helm', ['upgrade'], { exitCode: 1, stderr }), release)).toMatchObject({ next: expect.arrayContaining([expect.stringContaining('kubectl delete statefulset todo-postgres --namespace demo --cascade=orphan')]) });
});

it('leaves other errors as they are', () => {
  const other = new Error('of our own');
  expect(helmFault(other, release)).toBe(other);
});
