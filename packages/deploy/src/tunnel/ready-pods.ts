import type { V1Pod } from '@kubernetes/client-node';

/** Names of the pods that take traffic: ready, and not on their way out. */
export function readyPodNames(pods: readonly V1Pod[]): string[] {
  return pods.filter(isReady).flatMap((pod) => pod.metadata?.name ?? []);
}

/** True for a pod that is ready and was not told to stop. */
export function isReady(pod: V1Pod): boolean {
  const condition = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  return condition?.status === 'True' && pod.metadata?.deletionTimestamp === undefined;
}

/** Picks a pod for one connection; `avoid` names pods that just failed, taken only when nothing else is left. */
export type PodFinder = (avoid: ReadonlySet<string>) => Promise<string | undefined>;

// A page opens half a dozen connections at once: they share one look at the cluster.
const SHARED_MS = 200;

/** Asks the cluster for each burst of connections and hands the ready pods out in turn. */
export function createPodFinder(list: () => Promise<readonly V1Pod[]>): PodFinder {
  let turn = 0;
  let shared: { readonly until: number; readonly names: Promise<string[]> } | undefined;
  return async (avoid) => {
    const now = performance.now();
    if (!shared || shared.until < now) shared = { until: now + SHARED_MS, names: list().then(readyPodNames) };
    const names = await shared.names;
    const preferred = names.filter((name) => !avoid.has(name));
    const candidates = preferred.length > 0 ? preferred : names;
    return candidates[turn++ % Math.max(1, candidates.length)];
  };
}
