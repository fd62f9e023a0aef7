import { setTimeout as delay } from 'node:timers/promises';
import { run, type FairleadError, type Runner } from '@fairlead/runtime';
import { createKubeTools } from '../tools/kube-tools';
import { kubectlArgs } from '../tools/kubectl';
import { createMinikube, tryProfiles, type Minikube, type MinikubeProfile, type MinikubeProfiles, type MinikubeState } from '../tools/minikube';
import { mayStartMinikube, minikubeRunner } from '../tools/minikube-env';
import type { Cluster, ClusterCapabilities, EnsureOptions } from './cluster';
import { userKubeconfig } from './kubeconfig';
import { minikubeContext } from './minikube-context';
import { minikubeFaults, startFailed } from './minikube-faults';
import { minikubeStore } from './minikube-images';

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
  /** Default: by the clock. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Minikube by its profile. A cluster that runs is never started again: that would restart every pod in it. */
export async function createMinikubeCluster(options: MinikubeClusterOptions): Promise<Cluster> {
  const { profile: name, uid = process.getuid?.(), kubeconfig = userKubeconfig(), env = process.env, sleep = pause } = options;
  const profiles = options.profiles ?? (await tryProfiles({ probe: false }, options.runner));
  const profile = profileOf(profiles, name);
  const asGiven = options.runner ?? run;
  const runner = profile ? await minikubeRunner({ runner: asGiven, env, status: (candidate) => createMinikube(name, candidate).status() }) : asGiven;
  const subject: Subject = { name, profiles, driver: profile?.driver, profile, minikube: createMinikube(name, runner), mayStart: mayStartMinikube({ uid, env, driver: profile?.driver }), runner, kubeconfig, sleep };
  return {
    name: `minikube (profile ${name})`,
    kind: 'minikube',
    capabilities: capabilitiesOf(profile),
    preflight: async () => {
      const { fault } = await look(subject);
      return fault ? [fault] : [];
    },
    ensure: (ensureOptions) => ensure(subject, ensureOptions),
    // What was just made was not there before.
    imageStore: async () => minikubeStore({ ...subject, profile: profile ?? profileOf(await tryProfiles({ probe: false }, runner), name) }),
    kubeTarget: () => Promise.resolve({ kubeconfig, context: minikubeContext(kubeconfig, name) }),
  };
}

interface Subject {
  readonly name: string;
  /** undefined: Minikube is not installed. */
  readonly profiles: MinikubeProfiles | undefined;
  /** undefined: not there yet. */
  readonly profile: MinikubeProfile | undefined;
  readonly driver: string | undefined;
  readonly minikube: Minikube;
  readonly mayStart: boolean;
  readonly runner: Runner;
  readonly kubeconfig: string;
  readonly sleep: NonNullable<MinikubeClusterOptions['sleep']>;
}

const pause = (ms: number, signal?: AbortSignal): Promise<void> => delay(ms, undefined, signal ? { signal } : {});

function profileOf(profiles: MinikubeProfiles | undefined, name: string): MinikubeProfile | undefined {
  return profiles?.valid.find((candidate) => candidate.name === name);
}

function capabilitiesOf(profile: MinikubeProfile | undefined): ClusterCapabilities {
  const known: Readonly<Record<string, boolean>> = { calico: true, cilium: true, '': false, auto: false, bridge: false, flannel: false };
  return { enforcesNetworkPolicy: known[profile?.cni ?? ''] ?? 'unknown', local: true };
}

/** Its state, and what keeps it from being brought up. */
async function look(subject: Subject): Promise<{ readonly state?: MinikubeState; readonly fault?: FairleadError }> {
  if (!subject.profiles) return { fault: minikubeFaults.missing() };
  if (subject.profiles.broken.includes(subject.name)) return { fault: minikubeFaults.broken(subject) };
  const state = await subject.minikube.status();
  if (state === 'driver-down') return { fault: minikubeFaults.driverDown(subject) };
  if (state === 'lost') return { fault: minikubeFaults.lost(subject) };
  return mustStart(state) && !subject.mayStart ? { fault: minikubeFaults.asRoot(subject) } : { state };
}

function mustStart(state: MinikubeState): boolean {
  return state !== 'running' && state !== 'paused' && state !== 'unconfigured';
}

async function ensure(subject: Subject, options: EnsureOptions): Promise<void> {
  const { state = 'lost', fault } = await look(subject);
  if (fault) throw fault;
  if (state === 'running') return;
  await bringUp(subject, state, options);
  const reached = await settledState(subject, options.signal);
  if (reached !== 'running') throw minikubeFaults.notUp(subject, reached);
}

const SETTLE = { attempts: 30, ms: 1_000 };

/** On a slow machine Kubernetes answers only some moments after Minikube says that it is done. */
async function settledState({ minikube, sleep }: Subject, signal: AbortSignal | undefined): Promise<MinikubeState> {
  for (let attempt = 1; ; attempt += 1) {
    const state = await minikube.status();
    if (state !== 'halted' || attempt === SETTLE.attempts) return state;
    await sleep(SETTLE.ms, signal);
  }
}

async function bringUp(subject: Subject, state: MinikubeState, options: EnsureOptions): Promise<void> {
  const { minikube, profile } = subject;
  const { progress, signal } = options;
  const step = progress.step(titles[state](subject));
  try {
    if (state === 'paused') await minikube.unpause(signal);
    else if (state === 'unconfigured') await keepingContext(subject, options, () => minikube.updateContext());
    else await minikube.start({ isNew: profile === undefined, onLine: (line) => step.update(line.trim()), ...(signal ? { signal } : {}) });
    step.done();
  } catch (error) {
    step.fail();
    throw signal?.aborted ? error : startFailed(error, subject);
  }
}

/** `minikube update-context` makes its context the current one, which is the user's to choose. */
async function keepingContext({ runner, kubeconfig }: Subject, options: EnsureOptions, work: () => Promise<void>): Promise<void> {
  const { path: kubectl } = await createKubeTools({ ...options, runner }).find('kubectl');
  const env = { KUBECONFIG: kubeconfig };
  const before = (await runner(kubectl, kubectlArgs.currentContext(), { env, okCodes: [0, 1] })).stdout.trim();
  await work();
  if (before) await runner(kubectl, kubectlArgs.useContext(before), { env });
}

const titles: Readonly<Record<MinikubeState, (subject: Subject) => string>> = {
  running: ({ name }) => `Minikube ${name} runs`,
  paused: ({ name }) => `Minikube ${name} is paused: go on`,
  halted: ({ name }) => `Kubernetes in Minikube ${name} is halted: start it (half a minute)`,
  stopped: ({ name }) => `Minikube ${name} is stopped: start it (20 seconds)`,
  unconfigured: ({ name }) => `Minikube ${name} runs, but your kubeconfig does not know it: add it`,
  absent: ({ name, profiles }) => `${others(profiles)}Create Minikube ${name} (a minute, longer when images must be fetched)`,
  lost: ({ name }) => `The machine of Minikube ${name} is gone`,
  'driver-down': ({ name }) => `The driver of Minikube ${name} does not answer`,
};

/** Whoever renamed a profile sees that the config names the old one. */
function others(profiles: MinikubeProfiles | undefined): string {
  const names = (profiles?.valid ?? []).map(({ name }) => name);
  return names.length === 0 ? '' : `Minikube has ${names.join(', ')}, but not what the config names. `;
}
