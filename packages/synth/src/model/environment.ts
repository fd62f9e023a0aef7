import type { ClusterPlan, EnvironmentPlan } from '@fairlead/plan';
import type { EnvironmentConfig, ResolvedConfig } from '../config';
import { mergeResources, resolveResources } from './resources';

/** An environment as data: where it runs, and the Helm values in which it differs from `values.yaml`. */
export function resolveEnvironment(name: string, environment: EnvironmentConfig, config: ResolvedConfig): EnvironmentPlan {
  const { registry } = environment;
  return {
    name,
    cluster: resolveCluster(environment.cluster),
    namespace: environment.namespace ?? config.app,
    release: config.app,
    ...(registry === undefined ? {} : { registry: resolveRegistry(registry, environment) }),
    values: { ...workloadValues(environment, config), ...placementValues(environment) },
    timeoutSeconds: environment.timeoutSeconds,
  };
}

function resolveRegistry(prefix: string, { pullSecret, pushStandIns }: EnvironmentConfig): EnvironmentPlan['registry'] {
  return { prefix, ...(pullSecret === undefined ? {} : { pullSecret }), ...(pushStandIns ? { standIns: true } : {}) };
}

function resolveCluster(cluster: EnvironmentConfig['cluster']): ClusterPlan {
  if (cluster === 'auto') return { kind: 'auto' };
  if (cluster.kind !== 'context') return cluster;
  const { kind, context, identity } = cluster;
  return { kind, context, ...(identity === undefined ? {} : { identity }) };
}

/** Whoever waits for a machine of their own waits for one start of a pod, not for one start after the other. */
const ALL_AT_ONCE = { maxSurge: '100%' };

function workloadValues({ workloads, cluster }: EnvironmentConfig, config: ResolvedConfig): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config.workloads).flatMap(([name, base]) => {
      const { replicas, schedule, resources, env } = workloads[name] ?? {};
      const several = base.kind !== 'cron-job' && (replicas ?? base.replicas) > 1;
      const changed = {
        ...(several && isOwnMachine(cluster) ? ALL_AT_ONCE : {}),
        ...(replicas === undefined ? {} : { replicaCount: replicas }),
        ...(schedule === undefined ? {} : { schedule }),
        ...(resources === undefined ? {} : { resources: resolveResources(base.kind, mergeResources(base.resources, resources)) }),
        ...(env === undefined ? {} : { env }),
      };
      return Object.keys(changed).length === 0 ? [] : [[name, changed]];
    }),
  );
}

const isOwnMachine = (cluster: EnvironmentConfig['cluster']): boolean => cluster === 'auto' || cluster.kind !== 'context';

function placementValues({ ingress, storage, pullSecret }: EnvironmentConfig): Record<string, unknown> {
  return {
    ...(ingress === undefined ? {} : { ingress: ingressValues(ingress) }),
    ...(storage === undefined ? {} : { postgres: { storage: { ...(storage.size ? { size: storage.size } : {}), ...(storage.className ? { className: storage.className } : {}) } } }),
    ...(pullSecret === undefined ? {} : { imagePullSecrets: [{ name: pullSecret }] }),
  };
}

function ingressValues({ host, tlsSecret, className = '', annotations, trustedProxies }: NonNullable<EnvironmentConfig['ingress']>): Record<string, unknown> {
  return { enabled: true, host, tlsSecret, className, ...(annotations === undefined ? {} : { annotations }), ...(trustedProxies === undefined ? {} : { trustedProxies }) };
}
