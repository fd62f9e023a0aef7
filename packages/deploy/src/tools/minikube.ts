import { FairleadError, run, ToolError, type Runner, type RunOptions } from '@fairlead/runtime';
import { z } from 'zod';

/** What `minikube status` amounts to. */
export type MinikubeState =
  | 'running'
  | 'paused'
  /** The machine is up, Kubernetes in it is not. */
  | 'halted'
  | 'stopped'
  /** Kubernetes runs, but the kubeconfig has no or a wrong entry for it. */
  | 'unconfigured'
  /** There is no such profile. */
  | 'absent'
  /** The profile is there, its machine is not. */
  | 'lost'
  /** The driver itself does not answer, e.g. the Docker daemon is down. */
  | 'driver-down';

export interface MinikubeProfile {
  readonly name: string;
  readonly driver: string;
  /** `docker`, `containerd` or `cri-o`. */
  readonly runtime: string;
  readonly nodes: number;
  /** Network plug-in; empty for Minikube's own choice. */
  readonly cni: string;
  /** `OK` when it runs; `Skipped` when it was not looked at. */
  readonly status: string;
  /** Chosen with `minikube profile`. */
  readonly active: boolean;
}

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
  imageLoad: (profile: string, reference: string): string[] => ['image', 'load', '--profile', profile, reference],
  imageList: (profile: string): string[] => ['image', 'ls', '--profile', profile, '--format', 'json'],
};

const PROFILE_MISSING = 85;
const PROBE_TIMEOUT_MS = 30_000;

export interface Minikube {
  status(): Promise<MinikubeState>;
  /** Variables that select the node's Docker daemon, for the Docker client only. */
  dockerEnv(): Promise<Readonly<Record<string, string>>>;
  start(options: { readonly isNew: boolean; readonly onLine: (line: string) => void; readonly signal?: AbortSignal }): Promise<void>;
  unpause(signal?: AbortSignal): Promise<void>;
  updateContext(): Promise<void>;
  /** Says nothing about success: look at `imageId` afterwards. */
  loadImage(reference: string, signal?: AbortSignal): Promise<void>;
  /** Config digest with `sha256:`; undefined when the node has no such image. */
  tryImageId(reference: string): Promise<string | undefined>;
}

export function createMinikube(profile: string, runner: Runner = run): Minikube {
  const call = (args: string[], options: RunOptions = {}): ReturnType<Runner> => runner('minikube', args, options);
  return {
    status: async () => {
      // The exit code is a mask of what is not running; 85 is a missing profile.
      const okCodes = [0, 1, 2, 3, 4, 5, 6, 7, PROFILE_MISSING];
      return parseStatus(await call(minikubeArgs.status(profile), { okCodes, timeoutMs: PROBE_TIMEOUT_MS }));
    },
    dockerEnv: async () => parseDockerEnv((await call(minikubeArgs.dockerEnv(profile), { timeoutMs: PROBE_TIMEOUT_MS })).stdout),
    start: async ({ isNew, onLine, signal }) => {
      await call(minikubeArgs.start(profile, isNew), { onLine, ...(signal ? { signal } : {}) });
    },
    unpause: async (signal) => void (await call(minikubeArgs.unpause(profile), signal ? { signal } : {})),
    updateContext: async () => void (await call(minikubeArgs.updateContext(profile))),
    loadImage: async (reference, signal) => void (await call(minikubeArgs.imageLoad(profile, reference), signal ? { signal } : {})),
    tryImageId: async (reference) => findImage((await call(minikubeArgs.imageList(profile), { timeoutMs: PROBE_TIMEOUT_MS })).stdout, reference),
  };
}

/** All profiles; empty when there are none, undefined when Minikube is not installed. */
export async function tryProfiles(options: { readonly probe: boolean }, runner: Runner = run): Promise<readonly MinikubeProfile[] | undefined> {
  try {
    return parseProfiles((await runner('minikube', minikubeArgs.profiles(options.probe), { timeoutMs: PROBE_TIMEOUT_MS })).stdout);
  } catch (error) {
    if (error instanceof ToolError && error.code === 'TOOL_MISSING') return undefined;
    throw error;
  }
}

const nodeSchema = z.object({ Host: z.string(), Kubelet: z.string(), APIServer: z.string(), Kubeconfig: z.string() });

/** Reads an answer of `minikube status -o json`: an object, an array for several nodes, `null`, or events. */
export function parseStatus(answer: { readonly exitCode: number; readonly stdout: string; readonly stderr: string }): MinikubeState {
  if (answer.exitCode === PROFILE_MISSING) return 'absent';
  const parsed = z.union([nodeSchema, z.array(nodeSchema), z.null()]).safeParse(tryJson(answer.stdout));
  if (!parsed.success) throw unreadable('status', answer.stdout);
  // The control plane comes first.
  const node = Array.isArray(parsed.data) ? parsed.data[0] : parsed.data;
  if (!node) return /daemon|executable file not found/i.test(answer.stderr) ? 'driver-down' : 'lost';
  if (node.Host !== 'Running') return 'stopped';
  if (node.APIServer === 'Paused') return 'paused';
  if (node.APIServer !== 'Running' || node.Kubelet !== 'Running') return 'halted';
  return node.Kubeconfig === 'Configured' ? 'running' : 'unconfigured';
}

const profileSchema = z.object({
  Name: z.string(),
  Status: z.string(),
  Active: z.boolean().default(false),
  Config: z.object({
    Driver: z.string(),
    Nodes: z.array(z.unknown()).nullable(),
    KubernetesConfig: z.object({ ContainerRuntime: z.string(), CNI: z.string().default('') }),
  }),
});

/** Reads an answer of `minikube profile list -o json`. */
export function parseProfiles(stdout: string): readonly MinikubeProfile[] {
  const parsed = z.object({ valid: z.array(profileSchema) }).safeParse(tryJson(stdout));
  if (!parsed.success) throw unreadable('profile list', stdout);
  return parsed.data.valid.map(({ Name, Status, Active, Config }) => ({
    name: Name,
    status: Status,
    active: Active,
    driver: Config.Driver,
    runtime: Config.KubernetesConfig.ContainerRuntime || 'docker',
    nodes: Config.Nodes?.length ?? 1,
    cni: Config.KubernetesConfig.CNI,
  }));
}

/** Reads an answer of `minikube docker-env`. Empty values would take the user's SSH agent away, so they are dropped. */
export function parseDockerEnv(stdout: string): Readonly<Record<string, string>> {
  const parsed = z.record(z.string(), z.string()).safeParse(tryJson(stdout));
  if (!parsed.success || !parsed.data['DOCKER_HOST']) throw unreadable('docker-env', stdout);
  return Object.fromEntries(Object.entries(parsed.data).filter(([name, value]) => value !== '' && !name.startsWith('MINIKUBE_EXISTING_')));
}

const imageSchema = z.array(z.object({ id: z.string(), repoTags: z.array(z.string()).nullable() }));

/** Finds an image in an answer of `minikube image ls`. Ids come with `sha256:` or without, by runtime. */
export function findImage(stdout: string, reference: string): string | undefined {
  const parsed = imageSchema.safeParse(tryJson(stdout));
  if (!parsed.success) throw unreadable('image ls', stdout);
  const full = fullReference(reference);
  const id = parsed.data.find(({ repoTags }) => (repoTags ?? []).some((tag) => fullReference(tag) === full))?.id;
  return id === undefined || id.startsWith('sha256:') ? id : `sha256:${id}`;
}

/** `app:1` is `docker.io/library/app:1`; a first part with a dot or a colon, or `localhost`, is a registry. */
function fullReference(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length === 0) return `docker.io/library/${reference}`;
  return first === 'localhost' || /[.:]/.test(first) ? reference : `docker.io/${reference}`;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(command: string, stdout: string): FairleadError {
  return new FairleadError({
    code: 'MINIKUBE_UNREADABLE',
    message: `the answer of \`minikube ${command}\` was not understood`,
    details: stdout.split('\n').slice(0, 5),
    next: ['minikube version   # Fairlead was tried with v1.39'],
  });
}
