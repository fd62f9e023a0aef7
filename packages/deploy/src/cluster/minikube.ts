import { FairleadError, run, ToolError, type Runner } from '@fairlead/runtime';
import { createKubeTools } from '../tools/kube-tools';
import { kubectlArgs } from '../tools/kubectl';
import { createMinikube, tryProfiles, type Minikube, type MinikubeProfile, type MinikubeState } from '../tools/minikube';
import type { Cluster, ClusterCapabilities, EnsureOptions, ImageStore } from './cluster';
import { userKubeconfig } from './kubeconfig';

export interface MinikubeClusterOptions {
  readonly profile: string;
  readonly runner?: Runner;
  /** Default: the user's. */
  readonly kubeconfig?: string;
  /** User id; 0 cannot start Minikube's Docker driver. Default: that of this process. */
  readonly uid?: number | undefined;
}

/** Minikube by its profile. A cluster that runs is never started again: that would restart every pod in it. */
export async function createMinikubeCluster(options: MinikubeClusterOptions): Promise<Cluster> {
  const { profile: name, runner = run, uid = process.getuid?.(), kubeconfig = userKubeconfig() } = options;
  const profiles = await tryProfiles({ probe: false }, runner);
  const profile = profiles?.find((candidate) => candidate.name === name);
  const minikube = createMinikube(name, runner);
  const subject = { name, profile, minikube, uid, runner, kubeconfig, installed: profiles !== undefined };
  return {
    name: `minikube (profile ${name})`,
    kind: 'minikube',
    capabilities: capabilitiesOf(profile),
    preflight: () => preflight(subject),
    ensure: (ensureOptions) => ensure(subject, ensureOptions),
    imageStore: () => imageStore(subject),
    kubeTarget: () => Promise.resolve({ kubeconfig, context: name }),
  };
}

interface Subject {
  readonly name: string;
  /** undefined: not there yet. */
  readonly profile: MinikubeProfile | undefined;
  readonly minikube: Minikube;
  readonly uid: number | undefined;
  readonly installed: boolean;
  readonly runner: Runner;
  readonly kubeconfig: string;
}

function capabilitiesOf(profile: MinikubeProfile | undefined): ClusterCapabilities {
  const known: Readonly<Record<string, boolean>> = { calico: true, cilium: true, '': false, auto: false, bridge: false, flannel: false };
  return { enforcesNetworkPolicy: known[profile?.cni ?? ''] ?? 'unknown', local: true };
}

async function preflight(subject: Subject): Promise<readonly FairleadError[]> {
  if (!subject.installed) return [missing()];
  const state = await subject.minikube.status();
  if (state === 'driver-down') return [driverDown(subject)];
  return startsAsRoot(subject, state) ? [asRoot(subject)] : [];
}

function startsAsRoot({ profile, uid }: Subject, state: MinikubeState): boolean {
  const mustStart = state !== 'running' && state !== 'paused' && state !== 'unconfigured';
  return mustStart && uid === 0 && (profile?.driver ?? 'docker') === 'docker';
}

async function ensure(subject: Subject, options: EnsureOptions): Promise<void> {
  if (!subject.installed) throw missing();
  const state = await subject.minikube.status();
  if (state === 'running') return;
  if (state === 'driver-down') throw driverDown(subject);
  if (startsAsRoot(subject, state)) throw asRoot(subject);
  await bringUp(subject, state, options);
  const reached = await subject.minikube.status();
  if (reached !== 'running') throw notUp(subject, reached);
}

async function bringUp(subject: Subject, state: MinikubeState, options: EnsureOptions): Promise<void> {
  const { name, minikube, profile } = subject;
  const { progress, signal } = options;
  const step = progress.step(titles[state](name));
  try {
    if (state === 'paused') await minikube.unpause(signal);
    else if (state === 'unconfigured') await keepingContext(subject, options, () => minikube.updateContext());
    else await minikube.start({ isNew: profile === undefined, onLine: (line) => step.update(line.trim()), ...(signal ? { signal } : {}) });
    step.done();
  } catch (error) {
    step.fail();
    throw startFailed(error, name);
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

const titles: Readonly<Record<MinikubeState, (name: string) => string>> = {
  running: (name) => `Minikube ${name} runs`,
  paused: (name) => `Minikube ${name} is paused: go on`,
  halted: (name) => `Kubernetes in Minikube ${name} is halted: start it (half a minute)`,
  stopped: (name) => `Minikube ${name} is stopped: start it (20 seconds)`,
  unconfigured: (name) => `Minikube ${name} runs, but your kubeconfig does not know it: add it`,
  absent: (name) => `Create Minikube ${name} (a minute, longer when images must be fetched)`,
  lost: (name) => `The machine of Minikube ${name} is gone: create it again`,
  'driver-down': (name) => `The driver of Minikube ${name} does not answer`,
};

async function imageStore(subject: Subject): Promise<ImageStore> {
  const { name, minikube } = subject;
  const current = subject.profile ?? (await tryProfiles({ probe: false }, subject.runner))?.find((candidate) => candidate.name === name);
  // Only a single Docker node is its own image store; builds for other runtimes or several nodes are copied there.
  if ((current?.runtime ?? 'docker') === 'docker' && (current?.nodes ?? 1) === 1) {
    return { kind: 'docker', name: `minikube ${name}`, env: await minikube.dockerEnv().catch(daemonFault(name)), deliver: { how: 'none' } };
  }
  const load = async (reference: string, configDigest: string, signal?: AbortSignal): Promise<void> => {
    await minikube.loadImage(reference, signal);
    const found = await minikube.tryImageId(reference);
    // `image load` ends well also when it loaded nothing, or left the image that a container uses as it was.
    if (found !== configDigest) throw notLoaded(name, reference, { found, expected: configDigest });
  };
  return { kind: 'docker', name: `Docker, loaded into minikube ${name}`, env: {}, deliver: { how: 'load', load } };
}

function missing(): FairleadError {
  return new FairleadError({
    code: 'MINIKUBE_MISSING',
    message: 'Minikube is not installed',
    next: ['install it: https://minikube.sigs.k8s.io/docs/start', 'or choose another cluster for this environment in .projenrc.ts'],
  });
}

function driverDown({ name, profile }: Subject): FairleadError {
  const driver = profile?.driver ?? 'docker';
  return new FairleadError({
    code: 'MINIKUBE_DRIVER',
    message: `the driver of Minikube ${name} (${driver}) does not answer`,
    next: driver === 'docker' ? ['start Docker', 'docker info   # must answer'] : [`minikube status --profile ${name}   # says why`],
  });
}

function asRoot({ name }: Subject): FairleadError {
  return new FairleadError({
    code: 'MINIKUBE_AS_ROOT',
    message: `Minikube ${name} must be started, and its Docker driver does not start as root`,
    next: [`minikube start --profile ${name}   # as an ordinary user`, "or set cluster: { kind: 'embedded' } for this environment in .projenrc.ts"],
  });
}

function notUp({ name }: Subject, state: MinikubeState): FairleadError {
  return new FairleadError({
    code: 'MINIKUBE_NOT_UP',
    message: `Minikube ${name} was started, and is "${state}" all the same`,
    next: [`minikube status --profile ${name}`, `minikube logs --profile ${name}`],
  });
}

function startFailed(error: unknown, name: string): unknown {
  if (!(error instanceof ToolError)) return error;
  return new FairleadError({
    code: 'MINIKUBE_START',
    message: `Minikube ${name} could not be started (exit code ${error.result.exitCode ?? 'none'})`,
    details: error.details,
    next: [`minikube start --profile ${name}   # shows it in full`, `minikube logs --profile ${name}`],
    cause: error,
  });
}

const HOST_NOT_RUNNING = 83;

function daemonFault(name: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ToolError)) throw error;
    const stopped = error.result.exitCode === HOST_NOT_RUNNING;
    throw new FairleadError({
      code: stopped ? 'CLUSTER_STOPPED' : 'MINIKUBE_DAEMON',
      message: stopped ? `Minikube ${name} is not running` : `the Docker daemon of Minikube ${name} cannot be reached (exit code ${error.result.exitCode ?? 'none'})`,
      // On failure the tool prints a word for the shell on stdout, which means nothing to people.
      details: (error.result.stderr ?? '').split('\n').filter(Boolean).slice(-5),
      next: [`minikube start --profile ${name}`],
      cause: error,
    });
  };
}

function notLoaded(name: string, reference: string, ids: { found: string | undefined; expected: string }): FairleadError {
  return new FairleadError({
    code: 'IMAGE_NOT_LOADED',
    message: `${reference} did not arrive in Minikube ${name}`,
    details: [`expected ${ids.expected}`, `found    ${ids.found ?? 'no such image'}`],
    next: [`minikube image load --profile ${name} ${reference}   # shows why`],
  });
}
