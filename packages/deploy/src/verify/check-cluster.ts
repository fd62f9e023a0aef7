import { randomBytes } from 'node:crypto';
import type { V1Deployment, V1Pod, V1Service, V1StatefulSet } from '@kubernetes/client-node';
import type { Plan } from '@fairlead/plan';
import type { KubeApi } from '../cluster/kube-api';
import type { Release } from '../release/release';
import { isReady } from '../tunnel/ready-pods';
import { componentsOf } from '../release/receipts';
import type { CheckCluster } from './check';
import { CheckFailure, CheckSkipped } from './check-outcome';
import { PROBE_LABEL, renderProbePod } from './probe-pod';
import type { Until } from './until';

export interface CheckClusterOptions {
  readonly api: KubeApi;
  readonly release: Release;
  readonly plan: Plan;
  readonly until: Until;
  /** May pods be taken away? */
  readonly disrupt: boolean;
}

const READY_MS = 120_000;
const PROBE_MS = 45_000;

/** What checks may do to a release. */
export function createCheckCluster(options: CheckClusterOptions): CheckCluster {
  return {
    request: (from, to, path) => requestFromInside(options, { from, to, path }),
    deletePod: (component) => deletePod(options, component),
    waitReady: (component) => waitReady(options, component),
  };
}

/** Removes probe pods that a run which was killed left behind. */
export async function removeProbes(api: KubeApi, { namespace }: Release): Promise<void> {
  const left = await api.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labels: `${PROBE_LABEL}=true` });
  await Promise.all(left.map((pod) => removePod(api, namespace, pod.metadata?.name ?? '')));
}

async function deletePod(options: CheckClusterOptions, component: string): Promise<string> {
  const { plan, disrupt } = options;
  if (!componentsOf(plan).includes(component)) throw new CheckSkipped(`${component} does not run in this cluster`);
  if (!disrupt) throw new CheckSkipped('no pod is taken away where the cluster is not on this machine (--disrupt does it all the same)');
  const name = (await podsOf(options, component)).find(isReady)?.metadata?.name;
  if (name === undefined) throw new CheckFailure(`${component} has no ready pod to delete`);
  await removePod(options.api, options.release.namespace, name);
  return name;
}

async function waitReady(options: CheckClusterOptions, component: string): Promise<void> {
  const wanted = await wantedPods(options, component);
  await options.until(
    `all pods of ${component} are ready`,
    async () => {
      const ready = (await podsOf(options, component)).filter(isReady).length;
      if (ready < wanted) throw new Error(`${ready} of ${wanted}`);
    },
    { timeoutMs: READY_MS },
  );
}

interface InsideRequest {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

async function requestFromInside(options: CheckClusterOptions, { from, to, path }: InsideRequest): Promise<Answer> {
  const { api, release, plan } = options;
  const node = plan.workloads.find(({ kind }) => kind === 'node-service');
  const [caller] = await podsOf(options, from);
  const lender = (await podsOf(options, node?.name ?? to)).find(isReady);
  if (!caller || !lender) throw new CheckFailure(`there is no running pod of ${caller ? (node?.name ?? to) : from} to ask from`);
  const name = `${release.fullname.slice(0, 45)}-probe-${randomBytes(3).toString('hex')}`;
  const url = await serviceUrl(options, to, path);
  const pod = renderProbePod({ name, namespace: release.namespace, labels: policyLabels(caller), lender, url });
  await api.create(pod);
  try {
    return await answerOf(options, name, url);
  } finally {
    await removePod(api, release.namespace, name);
  }
}

interface Answer {
  readonly status: number;
  readonly ms: number;
}

async function answerOf(options: CheckClusterOptions, name: string, url: string): Promise<Answer> {
  const outcome = await options.until(`the probe pod ${name} has answered`, () => lookAtProbe(options, name), { timeoutMs: PROBE_MS, everyMs: 150 });
  if (isAnswer(outcome)) return outcome;
  throw new CheckFailure(`GET ${url} from inside the cluster failed`, [outcome.error]);
}

/** Its log has the answer a second before its status says that it ended. @throws Error while it has not answered. */
async function lookAtProbe({ api, release }: CheckClusterOptions, name: string): Promise<Answer | { readonly error: string }> {
  const { namespace } = release;
  const pod = await api.tryRead<V1Pod>({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } });
  const log = await api.log({ namespace, pod: name, container: 'probe', previous: false, lines: 20 }).catch(() => '');
  const answer = parse(log);
  if (isAnswer(answer)) return answer;
  if (hasEnded(pod)) return { error: log.trim() || 'the probe pod ended without a word' };
  throw new Error(pod?.status?.containerStatuses?.[0]?.state?.waiting?.message ?? 'it still runs');
}

function hasEnded(pod: V1Pod | undefined): boolean {
  return pod === undefined || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function parse(log: string): unknown {
  try {
    return JSON.parse(log);
  } catch {
    return undefined;
  }
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'status' in value && 'ms' in value;
}

/** Labels of a pod that say what it is, without those of the controller that counts it. */
function policyLabels(pod: V1Pod): Record<string, string> {
  const wanted = ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/component'];
  return Object.fromEntries(Object.entries(pod.metadata?.labels ?? {}).filter(([key]) => wanted.includes(key)));
}

async function serviceUrl({ api, release }: CheckClusterOptions, workload: string, path: string): Promise<string> {
  const { namespace } = release;
  const name = `${release.fullname}-${workload}`;
  const service = await api.tryRead<V1Service>({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } });
  const port = service?.spec?.ports?.[0]?.port;
  if (port === undefined) throw new CheckFailure(`${workload} has no Service ${name}`);
  return `http://${name}:${port}${path}`;
}

/** Pods of a component, probes left out. */
async function podsOf({ api, release }: CheckClusterOptions, component: string): Promise<V1Pod[]> {
  const labels = `${release.selector},app.kubernetes.io/component=${component},!${PROBE_LABEL}`;
  return api.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod', namespace: release.namespace, labels });
}

async function wantedPods({ api, release }: CheckClusterOptions, component: string): Promise<number> {
  const query = { apiVersion: 'apps/v1', namespace: release.namespace, labels: `${release.selector},app.kubernetes.io/component=${component}` };
  const deployments = await api.list<V1Deployment>({ ...query, kind: 'Deployment' });
  const sets = await api.list<V1StatefulSet>({ ...query, kind: 'StatefulSet' });
  const [controller] = [...deployments, ...sets];
  if (!controller) throw new CheckFailure(`the release has no component ${component}`);
  return controller.spec?.replicas ?? 1;
}

async function removePod(api: KubeApi, namespace: string, name: string): Promise<void> {
  await api.remove({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } });
}
