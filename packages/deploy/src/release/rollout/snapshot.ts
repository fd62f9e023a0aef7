import type { CoreV1Event, KubernetesObject, V1Deployment, V1Pod, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import { ApiError } from '../../cluster/api-error';
import type { KubeApi } from '../../cluster/kube-api';
import type { Release } from '../release';

/** What a release looks like at one moment. */
export interface RolloutSnapshot {
  readonly deployments: readonly V1Deployment[];
  readonly statefulSets: readonly V1StatefulSet[];
  readonly replicaSets: readonly V1ReplicaSet[];
  readonly pods: readonly V1Pod[];
  /** Of the whole namespace: events carry no labels. */
  readonly events: readonly CoreV1Event[];
}

/** A snapshot that follows the cluster. */
export interface LiveSnapshot {
  /** @throws ApiError when the cluster does not let us watch (401, 403), which no waiting mends. */
  current(): RolloutSnapshot;
  /** Resolves at the next change, or after `withinMs`. */
  changed(withinMs: number): Promise<void>;
}

const kinds = {
  deployments: { apiVersion: 'apps/v1', kind: 'Deployment', labelled: true },
  statefulSets: { apiVersion: 'apps/v1', kind: 'StatefulSet', labelled: true },
  replicaSets: { apiVersion: 'apps/v1', kind: 'ReplicaSet', labelled: true },
  pods: { apiVersion: 'v1', kind: 'Pod', labelled: true },
  events: { apiVersion: 'v1', kind: 'Event', labelled: false },
} as const;

type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds) as Kind[];

/** Reads everything once. */
export async function readSnapshot(api: KubeApi, release: Release): Promise<RolloutSnapshot> {
  const lists = await Promise.all(
    kindNames.map(async (name) => {
      const { apiVersion, kind, labelled } = kinds[name];
      const query = { apiVersion, kind, namespace: release.namespace, ...(labelled ? { labels: release.selector } : {}) };
      return [name, await api.list(query)] as const;
    }),
  );
  return Object.fromEntries(lists) as unknown as RolloutSnapshot;
}

const RECONNECT_MS = 500;

/** Watches everything until the signal fires; lost connections are made again. */
export function followSnapshot(api: KubeApi, release: Release, signal: AbortSignal): LiveSnapshot {
  const stores = new Map<Kind, Map<string, KubernetesObject>>(kindNames.map((name) => [name, new Map()]));
  let notify = (): void => undefined;
  let refused: ApiError | undefined;
  const refuse = (error: ApiError): void => {
    refused ??= error;
    notify();
  };
  for (const name of kindNames) {
    void follow({ api, release, signal, name, store: (objects) => stores.set(name, objects), changed: () => notify() }).catch(refuse);
  }
  return {
    current: () => {
      if (refused) throw refused;
      return Object.fromEntries([...stores].map(([name, store]) => [name, [...store.values()]])) as unknown as RolloutSnapshot;
    },
    changed: (withinMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        notify = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}

interface Follow {
  readonly api: KubeApi;
  readonly release: Release;
  readonly signal: AbortSignal;
  readonly name: Kind;
  readonly store: (objects: Map<string, KubernetesObject>) => void;
  readonly changed: () => void;
}

/** @throws ApiError when the watch is not allowed. */
async function follow({ api, release, signal, name, store, changed }: Follow): Promise<void> {
  const { apiVersion, labelled } = kinds[name];
  const prefix = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const query = {
    path: `${prefix}/namespaces/${release.namespace}/${name.toLowerCase()}`,
    ...(labelled ? { labels: release.selector } : {}),
  };
  while (!signal.aborted) {
    // A watch without a version begins with all that is there, so each connection starts from nothing.
    const objects = new Map<string, KubernetesObject>();
    let fresh = true;
    const onEvent = (type: string, object: KubernetesObject): void => {
      if (fresh) store(objects);
      fresh = false;
      const key = object.metadata?.uid ?? object.metadata?.name ?? '';
      if (type === 'DELETED') objects.delete(key);
      else if (type === 'ADDED' || type === 'MODIFIED') objects.set(key, object);
      changed();
    };
    await api.watch(query, onEvent, signal).catch(unlessRefused);
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS).unref());
  }
}

const REFUSALS: readonly (number | undefined)[] = [401, 403];

/** Losing the connection is no failure of the rollout, and the deadline of the wait decides; a refusal stays one. */
function unlessRefused(error: unknown): void {
  if (error instanceof ApiError && REFUSALS.includes(error.status)) throw error;
}
