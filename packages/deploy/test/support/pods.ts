import type { CoreV1Event, V1ContainerStatus, V1Deployment, V1Pod, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';

/** Objects as a cluster reports them, reduced to what decides. */
const NAMESPACE = 'demo';
const NOW = '2026-11-24T10:00:00Z';

const labelsOf = (component: string): Record<string, string> => ({
  'app.kubernetes.io/name': 'todo',
  'app.kubernetes.io/instance': 'todo',
  'app.kubernetes.io/component': component,
});

export interface DeploymentOptions {
  readonly replicas?: number;
  readonly updated?: number;
  readonly available?: number;
  /** All pods, old ones too. */
  readonly total?: number;
  readonly revision?: number;
  readonly generation?: number;
  readonly observed?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[];
  readonly image?: string;
}

export function deployment(component: string, options: DeploymentOptions = {}): V1Deployment {
  const { replicas = 1, updated = replicas, available = replicas, total = replicas, revision = 1, generation = 1, observed = generation } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `todo-${component}`, namespace: NAMESPACE, uid: `deployment-${component}`, generation, labels: labelsOf(component), annotations: { 'deployment.kubernetes.io/revision': String(revision) } },
    spec: { replicas, selector: {}, template: { spec: { containers: [{ name: component, image: options.image ?? `${component}:1` }] } } },
    status: { observedGeneration: observed, updatedReplicas: updated, availableReplicas: available, replicas: total, ...(options.conditions ? { conditions: [...options.conditions] } : {}) },
  };
}

export function replicaSet(component: string, revision = 1): V1ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `todo-${component}-${revision}`,
      namespace: NAMESPACE,
      uid: `replicaset-${component}-${revision}`,
      labels: labelsOf(component),
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: `todo-${component}`, uid: `deployment-${component}` }],
    },
  };
}

export function statefulSet(component: string, options: { readonly ready?: number; readonly updated?: number } = {}): V1StatefulSet {
  const { ready = 1, updated = 1 } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: `todo-${component}`, namespace: NAMESPACE, uid: `statefulset-${component}`, generation: 1, labels: labelsOf(component) },
    spec: { replicas: 1, selector: {}, serviceName: component, template: {} },
    status: { observedGeneration: 1, updatedReplicas: updated, readyReplicas: ready, replicas: 1, updateRevision: 'r1' },
  };
}

export interface PodOptions {
  readonly name?: string;
  readonly revision?: number;
  readonly ready?: boolean;
  readonly readyAt?: string;
  readonly status?: Partial<V1ContainerStatus>;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string; readonly lastTransitionTime?: Date }[];
  readonly deleted?: boolean;
}

export function pod(component: string, options: PodOptions = {}): V1Pod {
  const { revision = 1, ready = true, readyAt = NOW } = options;
  const name = options.name ?? `todo-${component}-${revision}-x`;
  const owner = component === 'postgres' ? { kind: 'StatefulSet', uid: `statefulset-${component}` } : { kind: 'ReplicaSet', uid: `replicaset-${component}-${revision}` };
  const labels = component === 'postgres' ? { ...labelsOf(component), 'controller-revision-hash': 'r1' } : labelsOf(component);
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: new Date(readyAt) }, ...(options.conditions ?? [])];
  const status: V1ContainerStatus = { name: component, ready, restartCount: 0, image: `${component}:1`, imageID: 'sha256:0', state: { running: { startedAt: new Date(NOW) } }, ...options.status };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: NAMESPACE,
      uid: `pod-${name}`,
      creationTimestamp: new Date(NOW),
      labels,
      ownerReferences: [{ apiVersion: 'apps/v1', name: 'owner', ...owner }],
      ...(options.deleted ? { deletionTimestamp: new Date(NOW) } : {}),
    },
    spec: { containers: [{ name: component, image: `${component}:1` }] },
    status: { phase: 'Running', conditions, containerStatuses: [status] },
  };
}

export function event(of: { readonly metadata?: { readonly uid?: string; readonly name?: string } }, reason: string, message: string, at = NOW): CoreV1Event {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${reason}-${message.length}-${of.metadata?.name}`, namespace: NAMESPACE },
    involvedObject: { uid: of.metadata?.uid ?? '', name: of.metadata?.name ?? '' },
    type: reason === 'Killing' ? 'Normal' : 'Warning',
    reason,
    message,
    lastTimestamp: new Date(at),
  };
}

/** A whole component that serves. */
export function serving(component: string, revision = 1): [V1Deployment, V1ReplicaSet, V1Pod] {
  return [deployment(component, { revision }), replicaSet(component, revision), pod(component, { revision })];
}

/** The status of a container that ended with a code and was started again. */
export function crashed(options: { readonly restarts: number; readonly exitCode?: number; readonly reason?: string; readonly startedAt?: string; readonly running?: boolean }): Partial<V1ContainerStatus> {
  const terminated = { exitCode: options.exitCode ?? 1, reason: options.reason ?? 'Error', startedAt: new Date(options.startedAt ?? '2026-11-24T10:01:00Z') };
  const state = options.running ? { running: {} } : { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' } };
  return { ready: false, restartCount: options.restarts, state, lastState: { terminated } };
}
