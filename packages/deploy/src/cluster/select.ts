import type { EnvironmentPlan } from '@fairlead/plan';
import { FairleadError, type Runner } from '@fairlead/runtime';
import { tryProfiles, type MinikubeProfile } from '../tools/minikube';
import { mayStartMinikube } from '../tools/minikube-env';
import type { Cluster } from './cluster';
import { createContextCluster } from './context';
import { createEmbeddedCluster } from './embedded';
import { createKindCluster } from './kind';
import { createMinikubeCluster } from './minikube';

export interface SelectOptions {
  readonly runner?: Runner;
  /** Default: this process's. */
  readonly platform?: string;
  readonly uid?: number | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The cluster of an environment: the one it names, or for `auto` a running Minikube, else an installed one, else the
 * embedded cluster. A new kind of cluster is one adapter and one line here.
 * @throws FairleadError `CLUSTER_NONE` when `auto` finds none.
 */
export async function selectCluster(environment: EnvironmentPlan, options: SelectOptions = {}): Promise<Cluster> {
  const cluster = await adapterFor(environment, options);
  return environment.registry ? pushing(cluster, environment.registry.prefix) : cluster;
}

async function adapterFor({ cluster: plan }: EnvironmentPlan, options: SelectOptions): Promise<Cluster> {
  switch (plan.kind) {
    case 'auto':
      return chooseCluster(options);
    case 'embedded':
      return createEmbeddedCluster();
    case 'minikube':
      return createMinikubeCluster({ profile: plan.profile, ...options });
    case 'kind':
      return createKindCluster({ name: plan.name, ...options });
    case 'context':
      return createContextCluster(plan);
  }
}

const DEFAULT_PROFILE = 'minikube';

async function chooseCluster(options: SelectOptions): Promise<Cluster> {
  const profiles = await tryProfiles({ probe: true }, options.runner);
  const [preferred, ...others] = byPreference(profiles?.valid ?? []);
  const awake = [preferred, ...others].find((profile) => profile && AWAKE.has(profile.status));
  if (awake) return createMinikubeCluster({ ...options, profiles, profile: awake.name });
  if (embeddedInstead(preferred, options)) return createEmbeddedCluster();
  if (profiles) return createMinikubeCluster({ ...options, profiles, profile: preferred?.name ?? DEFAULT_PROFILE });
  throw noCluster(options.platform ?? process.platform);
}

/** Root can run the embedded cluster, and usually cannot start Minikube. */
function embeddedInstead(profile: MinikubeProfile | undefined, options: SelectOptions): boolean {
  const { platform = process.platform, uid = process.getuid?.(), env = process.env } = options;
  if (platform !== 'linux' || uid !== 0) return false;
  return !profile || !mayStartMinikube({ uid, env, driver: profile.driver });
}

/** A paused cluster goes on within a second, also for root. */
const AWAKE = new Set(['OK', 'Paused']);

/** The profile that `minikube profile` chose first, then Minikube's default one. */
function byPreference(profiles: readonly MinikubeProfile[]): readonly MinikubeProfile[] {
  const rank = ({ active, name }: MinikubeProfile): number => (active ? 0 : name === DEFAULT_PROFILE ? 1 : 2);
  return [...profiles].sort((a, b) => rank(a) - rank(b));
}

function noCluster(platform: string): FairleadError {
  return new FairleadError({
    code: 'CLUSTER_NONE',
    message: 'there is no cluster to deploy to: Minikube is not installed, and the embedded cluster needs Linux and root',
    next: [
      'install Minikube: https://minikube.sigs.k8s.io/docs/start',
      ...(platform === 'linux' ? ['or run this as root to use the embedded cluster'] : []),
      "or name a cluster for this environment in .projenrc.ts: cluster: context('...')",
    ],
  });
}

/** An environment with a registry pushes there, whatever store its cluster has. */
function pushing(cluster: Cluster, prefix: string): Cluster {
  return {
    ...cluster,
    imageStore: () => Promise.resolve({ kind: 'docker', name: `registry ${prefix}`, env: {}, deliver: { how: 'push', prefix } }),
  };
}
