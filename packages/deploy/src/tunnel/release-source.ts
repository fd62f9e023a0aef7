import { FairleadError } from '@fairlead/runtime';
import { connectKube } from './kube-client';
import type { ReleaseSight } from './patience';
import { createPodDialer, type PodDialer } from './pod-dialer';
import { createPodFinder, type PodFinder } from './ready-pods';
import type { TunnelSpec } from './record';

/** What a tunnel asks of the cluster. */
export interface ReleaseSource {
  readonly find: PodFinder;
  readonly dial: PodDialer;
  /** Never throws: being out of reach is an answer. */
  look(): Promise<ReleaseSight>;
}

/** Reads the kubeconfig for every call, so that it outlives a cluster that is stopped, started or made anew. */
export function createReleaseSource(spec: TunnelSpec): ReleaseSource {
  const { namespace, selector: labelSelector, target } = spec;
  const listPods = async () => (await connectKube(target).core.listNamespacedPod({ namespace, labelSelector })).items;
  const look = async (): Promise<ReleaseSight> => {
    const { items } = await connectKube(target).apps.listNamespacedDeployment({ namespace, labelSelector });
    return items.length > 0 ? 'there' : 'gone';
  };
  return {
    find: createPodFinder(listPods),
    dial: createPodDialer({ config: () => connectKube(target).config, namespace, port: spec.podPort }),
    look: () => look().catch((error: unknown) => (isMissing(error) ? 'no-cluster' : 'unreachable')),
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof FairleadError && error.code === 'CONTEXT_MISSING';
}
