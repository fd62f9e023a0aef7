import type { V1Deployment, V1Pod, V1StatefulSet } from '@kubernetes/client-node';
import { componentOf, tryPodProblem } from './pod-problem';
import type { Problem } from './problem';
import type { RolloutSnapshot } from './snapshot';
import { toMillis } from './time';

/** Where a rollout stands. Pure: the same snapshot and moment give the same answer. */
export interface Verdict {
  readonly state: 'progressing' | 'ready' | 'failed';
  /** One line for a person, e.g. `backend 1/2, frontend 2/2`. */
  readonly summary: string;
  readonly problems: readonly Problem[];
  /** Have all components been seen at all? */
  readonly known: boolean;
}

export interface JudgeOptions {
  /** Components that must be there, e.g. `backend`, `postgres`. */
  readonly components: readonly string[];
  readonly now: number;
  readonly unschedulableGraceMs: number;
  /** Components whose images were put into the cluster's own store. Default: none. */
  readonly stored?: readonly string[];
}

/** The database: others may crash until it serves. */
export const DATABASE_COMPONENT = 'postgres';

/** Says whether all components run what the release asks for, and what stands in the way. */
export function judgeRollout(snapshot: RolloutSnapshot, options: JudgeOptions): Verdict {
  const parts = options.components.map((name) => lookAt(name, snapshot));
  const problems = parts.filter(({ ready }) => !ready).flatMap((part) => problemsOf(part, snapshot, options));
  const summary = parts.map(({ name, available, wanted }) => `${name} ${available}/${wanted ?? '?'}`).join(', ');
  const known = parts.every(({ controller }) => controller !== undefined);
  if (parts.every(({ ready }) => ready)) return { state: 'ready', summary, problems: [], known };
  return { state: problems.some(({ fatal }) => fatal) ? 'failed' : 'progressing', summary, problems, known };
}

interface Part {
  readonly name: string;
  readonly controller: V1Deployment | V1StatefulSet | undefined;
  readonly available: number;
  /** undefined while the controller is not there. */
  readonly wanted: number | undefined;
  readonly ready: boolean;
  /** Pods of the wanted revision. */
  readonly pods: readonly V1Pod[];
}

function lookAt(name: string, snapshot: RolloutSnapshot): Part {
  const deployment = snapshot.deployments.find((object) => componentOf(object) === name);
  if (deployment) return lookAtDeployment(name, deployment, snapshot);
  const statefulSet = snapshot.statefulSets.find((object) => componentOf(object) === name);
  if (statefulSet) return lookAtStatefulSet(name, statefulSet, snapshot);
  return { name, controller: undefined, available: 0, wanted: undefined, ready: false, pods: [] };
}

function lookAtDeployment(name: string, deployment: V1Deployment, snapshot: RolloutSnapshot): Part {
  const wanted = deployment.spec?.replicas ?? 1;
  const { updatedReplicas = 0, availableReplicas = 0, replicas = 0 } = deployment.status ?? {};
  const ready = isObserved(deployment) && [updatedReplicas, replicas, availableReplicas].every((count) => count === wanted);
  return { name, controller: deployment, available: Math.min(availableReplicas, updatedReplicas), wanted, ready, pods: podsOf(deployment, snapshot) };
}

function lookAtStatefulSet(name: string, set: V1StatefulSet, snapshot: RolloutSnapshot): Part {
  const wanted = set.spec?.replicas ?? 1;
  const { updatedReplicas = 0, readyReplicas = 0, updateRevision } = set.status ?? {};
  const pods = snapshot.pods.filter(
    (pod) => isOwnedBy(pod, set.metadata?.uid) && pod.metadata?.labels?.['controller-revision-hash'] === updateRevision,
  );
  const ready = isObserved(set) && updatedReplicas === wanted && readyReplicas === wanted;
  return { name, controller: set, available: Math.min(readyReplicas, updatedReplicas), wanted, ready, pods };
}

/** Until the controller has seen the new generation, its status and pods are those of the one before. */
function isObserved({ metadata, status }: V1Deployment | V1StatefulSet): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
}

const REVISION = 'deployment.kubernetes.io/revision';

function podsOf(deployment: V1Deployment, snapshot: RolloutSnapshot): readonly V1Pod[] {
  const own = snapshot.replicaSets.filter((set) => isOwnedBy(set, deployment.metadata?.uid));
  const current = own.find((set) => set.metadata?.annotations?.[REVISION] === deployment.metadata?.annotations?.[REVISION]);
  return snapshot.pods.filter((pod) => isOwnedBy(pod, current?.metadata?.uid) && !pod.metadata?.deletionTimestamp);
}

interface Owned {
  readonly metadata?: { readonly ownerReferences?: readonly { readonly uid: string }[] };
}

function isOwnedBy(object: Owned, uid: string | undefined): boolean {
  return uid !== undefined && (object.metadata?.ownerReferences ?? []).some((owner) => owner.uid === uid);
}

function problemsOf(part: Part, snapshot: RolloutSnapshot, options: JudgeOptions): Problem[] {
  if (!part.controller || !isObserved(part.controller)) return [];
  const dependenciesReadyAt = part.name === DATABASE_COMPONENT ? 0 : databaseReadyAt(snapshot, options);
  const fromPods = part.pods.flatMap((pod) => {
    const events = snapshot.events.filter(({ involvedObject }) => involvedObject.uid === pod.metadata?.uid);
    const { now, unschedulableGraceMs, stored = [] } = options;
    return tryPodProblem({ pod, events, now, unschedulableGraceMs, dependenciesReadyAt, stored: stored.includes(part.name) }) ?? [];
  });
  return [...refusals(part, snapshot), ...fromPods, ...stalled(part, fromPods)];
}

function databaseReadyAt(snapshot: RolloutSnapshot, { components }: JudgeOptions): number | undefined {
  if (!components.includes(DATABASE_COMPONENT)) return 0;
  const database = lookAt(DATABASE_COMPONENT, snapshot);
  if (!database.ready) return undefined;
  return Math.max(0, ...database.pods.map((pod) => toMillis(pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime)));
}

/** Pods that could not even be created: quota, Pod Security, a missing service account. */
function refusals({ name, controller, pods }: Part, snapshot: RolloutSnapshot): Problem[] {
  const conditions: readonly { type: string; status: string; message?: string }[] = controller?.status?.conditions ?? [];
  const failure = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  const event = pods.length > 0 ? undefined : snapshot.events.find(({ reason, involvedObject }) => reason === 'FailedCreate' && involvedObject.uid === controller?.metadata?.uid);
  const message = failure?.message ?? event?.message;
  return message ? [{ kind: 'refused', workload: name, reason: `its pods cannot be created: ${message}`, fatal: true }] : [];
}

function stalled({ name, controller, pods }: Part, known: readonly Problem[]): Problem[] {
  const conditions: readonly { type: string; reason?: string; message?: string }[] = controller?.status?.conditions ?? [];
  const exceeded = conditions.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded');
  if (known.length > 0 && !exceeded) return [];
  const waiting = pods.find((pod) => !isReady(pod));
  if (!waiting && !exceeded) return [];
  const about = waiting?.metadata?.name === undefined ? {} : { pod: waiting.metadata.name };
  return [{ kind: 'not-ready', workload: name, reason: 'does not become ready', fatal: exceeded, ...about }];
}

function isReady(pod: V1Pod): boolean {
  return (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
}
