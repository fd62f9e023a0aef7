import type { EnvironmentPlan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import type { Cluster, KubeTarget } from '../cluster/cluster';
import { clusterIdentity } from '../cluster/identity';
import { createKubeApi, type KubeApi } from '../cluster/kube-api';
import { tryPullSecretFault } from '../release/pull-secret';
import { finding, fromFault, type Check, type Finding } from './finding';

export interface ClusterCheckOptions {
  readonly environment: EnvironmentPlan;
  cluster(): Promise<Cluster>;
  /** Default: the real one. */
  readonly connect?: (target: KubeTarget) => KubeApi;
}

/** Can it be used, does it run, and has it what a deploy to it needs? */
export function clusterCheck({ environment, cluster, connect = createKubeApi }: ClusterCheckOptions): Check {
  return {
    name: 'cluster',
    look: async () => {
      const chosen = await cluster();
      const faults = await chosen.preflight();
      if (faults.length > 0) return faults.map((fault) => fromFault('cluster', fault));
      const target = await tryReach(chosen, connect);
      if (!target) return [finding('cluster', 'todo', `${chosen.name} does not run yet; \`image-store\` starts it`), ...storeFindings(chosen, environment)];
      return [finding('cluster', 'ok', `${chosen.name} answers`), ...policyFindings(chosen), ...storeFindings(chosen, environment), ...(await pullSecretFindings(connect(target), environment))];
    },
  };
}

/** Where it answers; undefined when one that we may start is not up. */
async function tryReach(cluster: Cluster, connect: (target: KubeTarget) => KubeApi): Promise<KubeTarget | undefined> {
  try {
    const target = await cluster.kubeTarget();
    // One elsewhere has answered before; whose rights end at a namespace may not ask it who it is.
    if (cluster.capabilities.local) await clusterIdentity(target, connect);
    return target;
  } catch (error) {
    if (error instanceof FairleadError && cluster.capabilities.local) return undefined;
    throw error;
  }
}

function policyFindings({ capabilities }: Cluster): Finding[] {
  return capabilities.enforcesNetworkPolicy === false ? [finding('network', 'warn', 'this cluster does not enforce network policies: every pod reaches every other')] : [];
}

/** A cluster by its context has no image store of its own. */
function storeFindings({ kind }: Cluster, { registry }: EnvironmentPlan): Finding[] {
  if (kind !== 'context' || registry) return [];
  return [finding('registry', 'bad', 'images cannot be put into this cluster directly', ["set `registry: 'registry.example/team'` for this environment in .projenrc.ts, then run `npx projen`"])];
}

async function pullSecretFindings(api: KubeApi, environment: EnvironmentPlan): Promise<Finding[]> {
  const name = environment.registry?.pullSecret;
  if (name === undefined) return [];
  const fault = await tryPullSecretFault(api, environment);
  return [fault ? fromFault('pull secret', fault) : finding('pull secret', 'ok', name)];
}
