import type { V1Namespace } from '@kubernetes/client-node';
import { FairleadError } from '@fairlead/runtime';
import { createKubeApi, type KubeApi } from './kube-api';
import type { KubeTarget } from './cluster';

/**
 * What tells a cluster from every other, whatever its context is called: the UID of its `kube-system` namespace.
 * @throws FairleadError `CONTEXT_MISSING`, `CLUSTER_UNREACHABLE`, or `CLUSTER_FORBIDDEN`.
 */
export async function clusterIdentity(target: KubeTarget, connect: (target: KubeTarget) => KubeApi = createKubeApi): Promise<string> {
  const namespace = await connect(target).tryRead<V1Namespace>({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  const uid = namespace?.metadata?.uid;
  if (uid) return uid;
  throw new FairleadError({
    code: 'CLUSTER_UNKNOWN',
    message: `what answers at context "${target.context}" has no namespace kube-system; is it Kubernetes?`,
  });
}
