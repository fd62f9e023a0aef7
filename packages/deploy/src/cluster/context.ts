import type { ClusterPlan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import type { Cluster, KubeTarget } from './cluster';
import { userKubeconfig } from './kubeconfig';

export interface ContextClusterOptions {
  /** Default: the user's. */
  readonly kubeconfig?: string;
  /** Default: asks the cluster. */
  readonly identify?: (target: KubeTarget) => Promise<string>;
}

/**
 * Any conformant Kubernetes, by the name of its context. That the environment names it is the consent to change it;
 * with `identity`, a context of that name which leads elsewhere is refused.
 */
export function createContextCluster(plan: Extract<ClusterPlan, { kind: 'context' }>, options: ContextClusterOptions = {}): Cluster {
  const { identify = askIdentity, kubeconfig = userKubeconfig() } = options;
  const target: KubeTarget = { kubeconfig, context: plan.context };
  const prove = async (): Promise<void> => {
    if (plan.identity === undefined) return void (await identify(target).catch(unlessForbidden));
    const identity = await identify(target);
    if (identity !== plan.identity) throw otherCluster(plan, identity);
  };
  let proven: Promise<void> | undefined;
  return {
    name: `context ${plan.context}`,
    kind: 'context',
    capabilities: { enforcesNetworkPolicy: 'unknown', local: false },
    pinnedTo: plan.identity,
    preflight: () => prove().then(() => [], (error: unknown) => [asFault(error)]),
    ensure: prove,
    imageStore: () => Promise.reject(noStore(plan)),
    // Not every verb asks for the cluster to be ready first, but none reaches it without this.
    kubeTarget: async () => {
      if (plan.identity !== undefined) await (proven ??= prove());
      return target;
    },
  };
}

// Loaded when it is asked for: the Kubernetes client is large, and most verbs of the embedded cluster need none.
const askIdentity = async (target: KubeTarget): Promise<string> => (await import('./identity')).clusterIdentity(target);

/** Whose rights end at a namespace may not ask who a cluster is; that it says so is an answer all the same. */
function unlessForbidden(error: unknown): void {
  if (!(error instanceof FairleadError && error.code === 'CLUSTER_FORBIDDEN')) throw error;
}

function asFault(error: unknown): FairleadError {
  if (error instanceof FairleadError) return error;
  throw error;
}

function otherCluster(plan: { readonly context: string; readonly identity?: string | undefined }, identity: string): FairleadError {
  return new FairleadError({
    code: 'CLUSTER_IDENTITY',
    message: `the context "${plan.context}" leads to another cluster than the one this environment is pinned to`,
    details: [`pinned to ${plan.identity}`, `found     ${identity}`],
    next: [
      'check which cluster your kubeconfig points at',
      `if it was replaced on purpose: context('${plan.context}', { identity: '${identity}' }) in .projenrc.ts, then \`npx projen\``,
    ],
  });
}

function noStore(plan: { readonly context: string }): FairleadError {
  return new FairleadError({
    code: 'IMAGE_STORE_MISSING',
    message: `images cannot be put into the cluster of context "${plan.context}" directly; it pulls them from a registry`,
    next: ["set `registry: 'registry.example/team'` for this environment in .projenrc.ts, then run `npx projen`"],
  });
}
