import type { EnvironmentPlan } from '@fairlead/plan';
import { FairleadError } from '@fairlead/runtime';
import type { Cluster } from './cluster';
import { createContextCluster } from './context';
import { createEmbeddedCluster } from './embedded';

interface SelectOptions {
  readonly signal?: AbortSignal;
}

/** The cluster of an environment. */
export async function selectCluster(environment: EnvironmentPlan, _options: SelectOptions = {}): Promise<Cluster> {
  const plan = environment.cluster;
  if (plan.kind === 'context') return createContextCluster(plan);
  if (plan.kind === 'embedded' || plan.kind === 'auto') return createEmbeddedCluster();
  throw new FairleadError({ code: 'CLUSTER_NONE', message: 'not yet' });
}
