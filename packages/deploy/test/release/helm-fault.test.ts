import { ToolError, type FairleadError } from '@fairlead/runtime';
import { helmFault } from '../../src/release/helm-fault';
import { createRelease } from '../../src/release/release';
import { makePlan } from '../support/plans';

const plan = makePlan();
const subject = { release: createRelease(plan, plan.environments[0]!), place: { kubeconfig: '/kubeconfig', context: 'test', namespace: 'demo' } };

it.each([
  ['Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress', 'RELEASE_BUSY'],
  ['Error: unable to continue with install: Service "todo-backend" in namespace "demo" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by"', 'OBJECT_FOREIGN'],
  ["Error: values don't meet the specifications of the schema(s) in the following chart(s):\ntodo:\n- at '': additional properties 'x' not allowed", 'VALUES_INVALID'],
  ['Error: UPGRADE FAILED: cannot patch "todo" with kind Deployment: Deployment.apps "todo" is invalid: spec.selector: Invalid value: field is immutable', 'OBJECT_IMMUTABLE'],
  ['Error: UPGRADE FAILED: cannot patch "todo-postgres" with kind StatefulSet: StatefulSet.apps "todo-postgres" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden', 'OBJECT_IMMUTABLE'],
  ['Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused', 'CLUSTER_UNREACHABLE'],
  ['Error: services "todo" is forbidden: unable to create new content in namespace demo because it is being terminated', 'NAMESPACE_TERMINATING'],
  ['Error: UPGRADE FAILED: PersistentVolumeClaim "todo-postgres" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity', 'OBJECT_IMMUTABLE'],
  ['Error: query: failed to query with labels: secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "demo"', 'CLUSTER_FORBIDDEN'],
  ['Error: INSTALLATION FAILED: secrets "x" is forbidden: exceeded quota: team, requested: secrets=1, used: secrets=9, limited: secrets=9', 'CLUSTER_FORBIDDEN'],
  ['Error: UPGRADE FAILED: admission webhook "validate.kyverno.svc" denied the request: images must be signed', 'CLUSTER_FORBIDDEN'],
  ['Error: Kubernetes cluster unreachable: the server has asked for the client to provide credentials', 'CLUSTER_REFUSED'],
  ['Error: UPGRADE FAILED: query: failed to query with labels: Unauthorized', 'CLUSTER_REFUSED'],
  ['Error: resource mapping not found for name: "todo" namespace: "" from "": no matches for kind "PodDisruptionBudget" in version "policy/v1"', 'CLUSTER_REFUSED'],
  ['Error: UPGRADE FAILED: "todo" has no deployed releases', 'HELM_FAILED'],
  ['Error: UPGRADE FAILED: Service "todo-backend" is invalid: spec.ports[1].name: Duplicate value: "http"', 'HELM_FAILED'],
  ['Error: UPGRADE FAILED: pre-upgrade hooks failed: timed out waiting for the condition', 'HELM_FAILED'],
  ['Error: something nobody has seen before', 'HELM_FAILED'],
])('%s', (stderr, code) => {
  const fault = helmFault(new ToolError('helm', ['upgrade'], { exitCode: 1, stderr }), subject);
  expect(fault).toMatchObject({ code, next: expect.arrayContaining([expect.any(String)]) });
  expect((fault as FairleadError).details.join('\n')).toContain(stderr.split('\n')[0]);
});

it('a StatefulSet can be made anew around its pods and data', () => {
  const stderr = 'Error: UPGRADE FAILED: StatefulSet.apps "todo-postgres" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden';
  expect(helmFault(new ToolError('helm', ['upgrade'], { exitCode: 1, stderr }), subject)).toMatchObject({ next: expect.arrayContaining([expect.stringContaining('kubectl delete statefulset todo-postgres --namespace demo --cascade=orphan')]) });
});

it.each([
  ['deployments.apps is forbidden: User "jane" cannot patch resource "deployments" in API group "apps" in the namespace "demo"', 'kubectl auth can-i patch deployments.apps --namespace demo --context test'],
  ['pods is forbidden: User "jane" cannot get resource "pods/log" in API group "" in the namespace "demo"', 'kubectl auth can-i get pods --subresource log --namespace demo --context test'],
  ['namespaces is forbidden: User "jane" cannot list resource "namespaces" in API group "" at the cluster scope', 'kubectl auth can-i list namespaces --context test'],
  ['Error: secrets "x" is forbidden: exceeded quota: team, requested: secrets=1', 'kubectl describe resourcequota team --namespace demo --context test'],
  ['Error: Service "todo-backend" is invalid: spec.ports: Duplicate value', 'kubectl get service todo-backend --namespace demo --context test'],
  ['no matches for kind "PodDisruptionBudget" in version "policy/v1"', 'kubectl api-resources --api-group=policy --context test'],
])('%s: the command that says more', (stderr, command) => {
  const { next } = helmFault(new ToolError('helm', ['upgrade'], { exitCode: 1, stderr }), subject) as FairleadError;
  expect(next.join('\n')).toContain(command);
});

it('leaves other errors as they are', () => {
  const other = new Error('of our own');
  expect(helmFault(other, subject)).toBe(other);
});
