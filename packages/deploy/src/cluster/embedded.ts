import { embeddedCluster, type EmbeddedCluster, type EmbeddedEndpoints } from '@fairlead/embedded-cluster';
import { FairleadError } from '@fairlead/runtime';
import type { Cluster } from './cluster';

/** What the adapter uses of the package; a test can stand in for it. */
export type EmbeddedNode = Pick<EmbeddedCluster, 'preflight' | 'status' | 'up' | 'sweepImages'>;

/** The Kubernetes that Fairlead brings along, for a Linux machine without one. */
export function createEmbeddedCluster(node: EmbeddedNode = embeddedCluster()): Cluster {
  let endpoints: EmbeddedEndpoints | undefined;
  const running = async (): Promise<EmbeddedEndpoints> => {
    endpoints ??= (await node.status()).endpoints;
    if (endpoints) return endpoints;
    throw new FairleadError({
      code: 'CLUSTER_STOPPED',
      message: 'the embedded cluster is not running',
      next: ['npx nx up embedded-cluster   # the target `deploy` starts it as well'],
    });
  };
  return {
    name: 'embedded cluster',
    kind: 'embedded',
    capabilities: { enforcesNetworkPolicy: false, local: true },
    preflight: () => node.preflight(),
    ensure: async (options) => {
      endpoints = await node.up(options);
    },
    imageStore: async () => {
      const { buildkit, buildctl } = await running();
      return { kind: 'buildkit', name: 'embedded cluster', address: buildkit, buildctl, sweep: (request) => node.sweepImages(request) };
    },
    kubeTarget: async () => {
      const { kubeconfig, context } = await running();
      return { kubeconfig, context };
    },
  };
}
