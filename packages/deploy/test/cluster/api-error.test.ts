import { ApiError } from '../../src/cluster/api-error';

const place = { server: 'https://127.0.0.1:6443', context: 'prod' };
const refusal = (code: number, message: string): ApiError => new ApiError('list Secrets', { code, body: JSON.stringify({ kind: 'Status', message }) }, place);

it.each([
  ['a right that is missing', 403, 'secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "demo"', 'CLUSTER_FORBIDDEN', 'kubectl auth can-i list secrets --namespace demo --context prod'],
  ['a right to all of the cluster', 403, 'namespaces "demo" is forbidden: User "jane" cannot create resource "namespaces" in API group "" at the cluster scope', 'CLUSTER_FORBIDDEN', 'ask who runs the cluster for a role that lets you create namespaces in the whole cluster'],
  ['a quota', 403, 'secrets "x" is forbidden: exceeded quota: team', 'CLUSTER_FORBIDDEN', 'the quota or the policy'],
  ['credentials', 401, 'Unauthorized', 'CLUSTER_REFUSED', 'kubectl auth whoami --context prod'],
  ['what was removed', 404, 'leases "x" not found', 'CLUSTER_REFUSED', 'run this again'],
  ['a change by another', 409, 'the object has been modified', 'CLUSTER_REFUSED', 'run this again'],
  ['a rule', 422, 'Secret "x" is invalid: data: Too long', 'CLUSTER_REFUSED', 'the rule of the cluster'],
  ['too much at once', 429, 'too many requests', 'CLUSTER_REFUSED', 'in a moment'],
  ['trouble', 500, 'etcdserver: request timed out', 'CLUSTER_REFUSED', 'in a moment'],
])('a refusal for %s says what to do', (_, status, message, code, advice) => {
  const error = refusal(status, message);
  expect(error).toMatchObject({ code, status, message: `the cluster refused to list Secrets: ${message}` });
  expect(error.next.join('\n')).toContain(advice);
});

it('no answer is told with the address', () => {
  const error = new ApiError('list Secrets', new Error('connect ECONNREFUSED 127.0.0.1:6443'), place);
  expect(error).toMatchObject({ code: 'CLUSTER_UNREACHABLE', status: undefined, message: expect.stringContaining('https://127.0.0.1:6443') });
  expect(error.next).not.toEqual([]);
});

it('a kind that the server does not have is its answer, as one of a name would be', () => {
  expect(new ApiError('read Gateway x', new Error('Unrecognized API version and kind: gateway.networking.k8s.io/v1 Gateway'), place)).toMatchObject({ status: 404 });
});
