import { FairleadError } from '@fairlead/runtime';
import { connectKube, type KubeClient } from '../cluster/kube-client';
import { isOnLink } from './on-link';
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

/**
 * Reads the kubeconfig for every call, so that it outlives a cluster that is stopped, started or made anew. Where the
 * environment is pinned to a cluster, each question is asked of that one only: a kubeconfig may change at any time.
 */
export function createReleaseSource(spec: TunnelSpec): ReleaseSource {
  const { namespace, selector: labelSelector } = spec;
  const listPods = async () => (await (await connectProven(spec)).core.listNamespacedPod({ namespace, labelSelector })).items;
  const look = async (): Promise<ReleaseSight> => {
    const { items } = await (await connectProven(spec)).apps.listNamespacedDeployment({ namespace, labelSelector });
    return items.length > 0 ? 'there' : 'gone';
  };
  return {
    find: createPodFinder(listPods),
    dial: createPodDialer({ config: () => connect(spec).config, namespace, port: spec.podPort }),
    look: () => look().catch(sightOf),
  };
}

function connect({ target, local }: TunnelSpec): KubeClient {
  const client = connectKube(target, { keep: false });
  const server = client.config.getCurrentCluster()?.server ?? '';
  if (local && URL.canParse(server) && !isOnLink(new URL(server).hostname)) throw new Error('the cluster is not running');
  return client;
}

class OtherCluster extends Error {}

async function connectProven(spec: TunnelSpec): Promise<KubeClient> {
  const client = connect(spec);
  if (spec.identity === undefined) return client;
  const { metadata } = await client.core.readNamespace({ name: 'kube-system' });
  if (metadata?.uid !== spec.identity) throw new OtherCluster(`the context "${spec.target.context}" leads to another cluster than the one that the environment is pinned to`);
  return client;
}

function sightOf(error: unknown): ReleaseSight {
  if (error instanceof OtherCluster) return 'other-cluster';
  return error instanceof FairleadError && error.code === 'CONTEXT_MISSING' ? 'no-cluster' : 'unreachable';
}
