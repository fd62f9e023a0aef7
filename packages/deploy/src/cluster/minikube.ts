import { run, type Runner } from '@fairlead/runtime';
import { createMinikube, tryProfiles, type MinikubeProfile, type MinikubeProfiles } from '../tools/minikube';
import { mayStartMinikube, minikubeRunner } from '../tools/minikube-env';
import type { Cluster, ClusterCapabilities } from './cluster';
import { userKubeconfig } from './kubeconfig';
import { minikubeContext } from './minikube-context';
import { minikubeStore } from './minikube-images';
import { ensureMinikube, lookAtMinikube, type MinikubeSubject } from './minikube-start';

export interface MinikubeClusterOptions {
  readonly profile: string;
  /** What is known of all profiles already. Default: asks Minikube. */
  readonly profiles?: MinikubeProfiles | undefined;
  readonly runner?: Runner;
  /** Default: the user's. */
  readonly kubeconfig?: string;
  /** User id, which decides whether Minikube can be started. Default: that of this process. */
  readonly uid?: number | undefined;
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Folder of locks. Default: in Fairlead's home. */
  readonly locks?: string;
  /** Milliseconds between looks at Kubernetes that was just started. Default: 1 000. */
  readonly settleMs?: number;
}

/** Minikube by its profile. A cluster that runs is never started again: that would restart every pod in it. */
export async function createMinikubeCluster(options: MinikubeClusterOptions): Promise<Cluster> {
  const { profile: name, uid = process.getuid?.(), kubeconfig = userKubeconfig(), env = process.env, settleMs = 1_000 } = options;
  const profiles = options.profiles ?? (await tryProfiles({ probe: false }, options.runner));
  const profile = profileOf(profiles, name);
  const asGiven = options.runner ?? run;
  const runner = profile ? await minikubeRunner({ runner: asGiven, env, status: (candidate) => createMinikube(name, candidate).status() }) : asGiven;
  const driver = profile?.driver;
  const subject: MinikubeSubject = {
    name,
    profiles,
    profile,
    driver,
    minikube: createMinikube(name, runner),
    mayStart: mayStartMinikube({ uid, env, driver }),
    runner,
    kubeconfig,
    locks: options.locks,
    settleMs,
  };
  return {
    name: `minikube (profile ${name})`,
    kind: 'minikube',
    capabilities: capabilitiesOf(profile),
    preflight: async () => {
      const { fault } = await lookAtMinikube(subject);
      return fault ? [fault] : [];
    },
    ensure: (ensureOptions) => ensureMinikube(subject, ensureOptions),
    // What was just made was not there before.
    imageStore: async () => minikubeStore({ ...subject, profile: profile ?? profileOf(await tryProfiles({ probe: false }, runner), name) }),
    kubeTarget: () => Promise.resolve({ kubeconfig, context: minikubeContext(kubeconfig, name) }),
  };
}

function profileOf(profiles: MinikubeProfiles | undefined, name: string): MinikubeProfile | undefined {
  return profiles?.valid.find((candidate) => candidate.name === name);
}

function capabilitiesOf(profile: MinikubeProfile | undefined): ClusterCapabilities {
  const known: Readonly<Record<string, boolean>> = { calico: true, cilium: true, '': false, auto: false, bridge: false, flannel: false };
  return { enforcesNetworkPolicy: known[profile?.cni ?? ''] ?? 'unknown', local: true };
}
