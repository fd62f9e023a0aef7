import { FairleadError, run, ToolError, type Runner, type RunOptions } from '@fairlead/runtime';
import { findImage, inspectedId, parseDockerEnv, parseProfiles, parseStatus, PROFILE_MISSING, type MinikubeProfiles, type MinikubeState } from './minikube-answers';

export type { MinikubeProfile, MinikubeProfiles, MinikubeState } from './minikube-answers';

/** Pure: the arguments of each call that is made. The variables of `docker-env` are never passed to these. */
export const minikubeArgs = {
  status: (profile: string): string[] => ['status', '--profile', profile, '--output', 'json'],
  profiles: (probe: boolean): string[] => ['profile', 'list', '--output', 'json', ...(probe ? [] : ['--light'])],
  // Without `--shell none` the output format is silently ignored.
  dockerEnv: (profile: string): string[] => ['docker-env', '--profile', profile, '--shell', 'none', '--output', 'json'],
  // The user's current context stays what it is.
  start: (profile: string, isNew: boolean): string[] => ['start', '--profile', profile, '--keep-context', ...(isNew ? ['--container-runtime', 'docker'] : [])],
  unpause: (profile: string): string[] => ['unpause', '--profile', profile],
  updateContext: (profile: string): string[] => ['update-context', '--profile', profile],
  // A file, since Minikube looks for names in the default daemon only, then in a registry, and keeps a copy of each.
  imageLoad: (profile: string, archive: string): string[] => ['image', 'load', '--profile', profile, archive],
  imageList: (profile: string): string[] => ['image', 'ls', '--profile', profile, '--format', 'json'],
  inspectImage: (profile: string, { node, runtime }: MinikubeNode, reference: string): string[] => [
    ...['ssh', '--profile', profile, ...(node ? ['--node', node] : []), '--'],
    ...(runtime === 'docker' ? ['docker', 'image', 'inspect', '--format', '{{.Id}}', reference] : ['sudo', 'crictl', 'inspecti', '--output', 'json', reference]),
  ],
};

/** One of several nodes. */
export interface MinikubeNode {
  /** As `--node` takes it; empty for the first. */
  readonly node: string;
  readonly runtime: string;
}

const PROBE: RunOptions = { timeoutMs: 30_000, killAfterMs: 2_000 };

export interface Minikube {
  status(): Promise<MinikubeState>;
  /** Variables that select the node's Docker daemon, for the Docker client only. */
  dockerEnv(): Promise<Readonly<Record<string, string>>>;
  start(options: { readonly isNew: boolean; readonly onLine: (line: string) => void; readonly signal?: AbortSignal }): Promise<void>;
  unpause(signal?: AbortSignal): Promise<void>;
  updateContext(): Promise<void>;
  /** Says nothing about success: look at the nodes afterwards. */
  loadImage(archive: string, signal?: AbortSignal): Promise<void>;
  /** Config digest with `sha256:`; undefined when no node has such an image. */
  tryImageId(reference: string): Promise<string | undefined>;
  /** The same for one of several nodes. */
  tryImageIdOn(node: MinikubeNode, reference: string): Promise<string | undefined>;
}

/** Calls for one profile. @throws FairleadError `MINIKUBE_SILENT` when a question is not answered in time. */
export function createMinikube(profile: string, runner: Runner = run): Minikube {
  const call = (args: string[], options: RunOptions = {}): ReturnType<Runner> => runner('minikube', args, options);
  const ask = (args: string[], options: RunOptions = {}): ReturnType<Runner> => call(args, { ...PROBE, ...options }).catch(silence(args));
  return {
    // The exit code is a mask of what is not running; 85 is a missing profile.
    status: async () => parseStatus(await ask(minikubeArgs.status(profile), { okCodes: [0, 1, 2, 3, 4, 5, 6, 7, PROFILE_MISSING] })),
    dockerEnv: async () => parseDockerEnv((await ask(minikubeArgs.dockerEnv(profile))).stdout),
    start: async ({ isNew, onLine, signal }) => {
      await call(minikubeArgs.start(profile, isNew), { onLine, ...(signal ? { signal } : {}) });
    },
    unpause: async (signal) => void (await call(minikubeArgs.unpause(profile), signal ? { signal } : {})),
    updateContext: async () => void (await call(minikubeArgs.updateContext(profile))),
    loadImage: async (archive, signal) => void (await call(minikubeArgs.imageLoad(profile, archive), signal ? { signal } : {})),
    tryImageId: async (reference) => findImage((await ask(minikubeArgs.imageList(profile))).stdout, reference),
    tryImageIdOn: async (node, reference) => {
      const { exitCode, stdout } = await ask(minikubeArgs.inspectImage(profile, node, reference), { okCodes: [0, 1] });
      return exitCode === 0 ? inspectedId(node.runtime, stdout) : undefined;
    },
  };
}

/** All profiles; undefined when Minikube is not installed. */
export async function tryProfiles(options: { readonly probe: boolean }, runner: Runner = run): Promise<MinikubeProfiles | undefined> {
  const args = minikubeArgs.profiles(options.probe);
  try {
    return parseProfiles((await runner('minikube', args, PROBE).catch(silence(args))).stdout);
  } catch (error) {
    if (error instanceof ToolError && error.code === 'TOOL_MISSING') return undefined;
    throw error;
  }
}

function silence([command = '']: readonly string[]): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ToolError) || !error.timedOut) throw error;
    throw new FairleadError({
      code: 'MINIKUBE_SILENT',
      message: `\`minikube ${command}\` gave no answer within ${(PROBE.timeoutMs ?? 0) / 1000} s`,
      next: ['docker info   # does its driver answer?', `minikube ${command} --alsologtostderr   # says what it waits for`],
      cause: error,
    });
  };
}
