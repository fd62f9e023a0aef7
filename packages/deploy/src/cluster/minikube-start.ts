import { stripVTControlCharacters } from 'node:util';
import { inStep, type FairleadError, type Runner, type Step } from '@fairlead/runtime';
import pRetry from 'p-retry';
import { createKubeTools } from '../tools/kube-tools';
import { kubectlArgs } from '../tools/kubectl';
import type { Minikube, MinikubeProfile, MinikubeProfiles, MinikubeState } from '../tools/minikube';
import type { EnsureOptions } from './cluster';
import { minikubeFaults, startFailed } from './minikube-faults';
import { startAlone } from './start-lock';

/** One profile, and what is needed to bring it up. */
export interface MinikubeSubject {
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
  readonly locks: string | undefined;
  /** Milliseconds between looks at Kubernetes that was just started. */
  readonly settleMs: number;
}

/** Its state, and what keeps it from being brought up. */
export async function lookAtMinikube(subject: MinikubeSubject): Promise<{ readonly state?: MinikubeState; readonly fault?: FairleadError }> {
  if (!subject.profiles) return { fault: minikubeFaults.missing() };
  if (subject.profiles.broken.includes(subject.name)) return { fault: minikubeFaults.broken(subject) };
  const state = await subject.minikube.status();
  if (state === 'driver-down') return { fault: minikubeFaults.driverDown(subject) };
  if (state === 'lost') return { fault: minikubeFaults.lost(subject) };
  return mustStart(state) && !subject.mayStart ? { fault: minikubeFaults.asRoot(subject) } : { state };
}

async function lookOrThrow(subject: MinikubeSubject): Promise<MinikubeState> {
  const { state = 'lost', fault } = await lookAtMinikube(subject);
  if (fault) throw fault;
  return state;
}

function mustStart(state: MinikubeState): boolean {
  return state !== 'running' && state !== 'paused' && state !== 'unconfigured';
}

/** A cluster that runs is left as it is; any other is brought up, by one run at a time. */
export async function ensureMinikube(subject: MinikubeSubject, options: EnsureOptions): Promise<void> {
  if ((await lookOrThrow(subject)) === 'running') return;
  await startAlone({ ...options, cluster: `minikube ${subject.name}`, folder: subject.locks }, () => start(subject, options));
}

async function start(subject: MinikubeSubject, options: EnsureOptions): Promise<void> {
  // Whoever held the lock may have started it.
  const state = await lookOrThrow(subject);
  if (state === 'running') return;
  await bringUp(subject, state, options);
  const reached = await settledState(subject, options.signal);
  if (reached !== 'running') throw minikubeFaults.notUp(subject, reached);
}

class Halted extends Error {}

const SETTLE_RETRIES = 29;

/** On a slow machine Kubernetes answers only some moments after Minikube says that it is done. */
async function settledState({ minikube, settleMs }: MinikubeSubject, signal: AbortSignal | undefined): Promise<MinikubeState> {
  const look = async (): Promise<MinikubeState> => {
    const state = await minikube.status();
    if (state === 'halted') throw new Halted();
    return state;
  };
  const retry = { retries: SETTLE_RETRIES, minTimeout: settleMs, factor: 1, shouldRetry: ({ error }: { error: Error }) => error instanceof Halted };
  return pRetry(look, { ...retry, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
    if (error instanceof Halted) return 'halted';
    throw error;
  });
}

async function bringUp(subject: MinikubeSubject, state: MinikubeState, options: EnsureOptions): Promise<void> {
  const { minikube, profile } = subject;
  const { progress, signal } = options;
  await inStep({ progress, title: titles[state](subject) }, async (step) => {
    if (state === 'paused') await minikube.unpause(signal);
    else if (state === 'unconfigured') await keepingContext(subject, options, () => minikube.updateContext());
    else await minikube.start({ isNew: profile === undefined, onLine: (line) => tell(line, step), ...(signal ? { signal } : {}) });
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : startFailed(error, subject);
  });
}

/** Without the colours and bullets that Minikube puts around its sentences. */
function tell(line: string, step: Pick<Step, 'update'>): void {
  const text = stripVTControlCharacters(line).replace(/^\W+/u, '').trim();
  if (text) step.update(text);
}

/** `minikube update-context` makes its context the current one, which is the user's to choose. */
async function keepingContext({ runner, kubeconfig }: MinikubeSubject, options: EnsureOptions, work: () => Promise<void>): Promise<void> {
  const { path: kubectl } = await createKubeTools({ ...options, runner }).find('kubectl');
  const env = { KUBECONFIG: kubeconfig };
  const before = (await runner(kubectl, kubectlArgs.currentContext(), { env, okCodes: [0, 1] })).stdout.trim();
  await work();
  if (before) await runner(kubectl, kubectlArgs.useContext(before), { env });
}

const titles: Readonly<Record<MinikubeState, (subject: MinikubeSubject) => string>> = {
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
