import { FairleadError } from '@fairlead/runtime';
import { z } from 'zod';
import { qualified } from './buildctl';

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
  /** Names as `--node` takes them; the first one's is empty. */
  readonly nodes: readonly string[];
  /** Network plug-in; empty for Minikube's own choice. */
  readonly cni: string;
  /** `OK` when it runs; `Skipped` when it was not looked at. */
  readonly status: string;
  /** Chosen with `minikube profile`. */
  readonly active: boolean;
}

/** Names of profiles that Minikube lists but cannot read, and the others. */
export interface MinikubeProfiles {
  readonly valid: readonly MinikubeProfile[];
  readonly broken: readonly string[];
}

/** Exit code of a call for a profile that is not there. */
export const PROFILE_MISSING = 85;

const nodeSchema = z.object({ Host: z.string(), Kubelet: z.string(), APIServer: z.string(), Kubeconfig: z.string() });
const statusSchema = z.union([nodeSchema, z.array(nodeSchema).min(1), z.null()]);

/** Reads an answer of `minikube status -o json`: an object, an array for several nodes, `null`, or events. */
export function parseStatus(answer: { readonly exitCode: number; readonly stdout: string; readonly stderr: string }): MinikubeState {
  if (answer.exitCode === PROFILE_MISSING) return 'absent';
  const status = read('status', answer.stdout, statusSchema);
  // The control plane comes first.
  const node = Array.isArray(status) ? status[0] : status;
  if (!node) return /daemon|executable file not found/i.test(answer.stderr) ? 'driver-down' : 'lost';
  if (node.Host === 'Nonexistent') return 'lost';
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
    Nodes: z.array(z.object({ Name: z.string().default('') })).nullish(),
    KubernetesConfig: z.object({ ContainerRuntime: z.string().default(''), CNI: z.string().default('') }),
  }),
});
const profilesSchema = z.object({ valid: z.array(profileSchema).nullable(), invalid: z.array(z.object({ Name: z.string() })).nullish() });

/** Reads an answer of `minikube profile list -o json`. */
export function parseProfiles(stdout: string): MinikubeProfiles {
  const { valid, invalid } = read('profile list', stdout, profilesSchema);
  return { valid: (valid ?? []).map(profileOf), broken: (invalid ?? []).map(({ Name }) => Name) };
}

function profileOf({ Name, Status, Active, Config }: z.infer<typeof profileSchema>): MinikubeProfile {
  return {
    name: Name,
    status: Status,
    active: Active,
    driver: Config.Driver,
    runtime: Config.KubernetesConfig.ContainerRuntime || 'docker',
    nodes: Config.Nodes?.map((node) => node.Name) ?? [''],
    cni: Config.KubernetesConfig.CNI,
  };
}

const dockerEnvSchema = z.record(z.string(), z.string()).refine((env) => Boolean(env['DOCKER_HOST']));

/** Reads an answer of `minikube docker-env`. Empty values would take the user's SSH agent away, so they are dropped. */
export function parseDockerEnv(stdout: string): Readonly<Record<string, string>> {
  const env = read('docker-env', stdout, dockerEnvSchema);
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== '' && !name.startsWith('MINIKUBE_EXISTING_')));
}

const imagesSchema = z.array(z.object({ id: z.string(), repoTags: z.array(z.string()).nullish() }));

/** Finds an image in an answer of `minikube image ls`. Ids come with `sha256:` or without, by runtime. */
export function findImage(stdout: string, reference: string): string | undefined {
  const full = qualified(reference);
  const id = read('image ls', stdout, imagesSchema).find(({ repoTags }) => (repoTags ?? []).some((tag) => qualified(tag) === full))?.id;
  return id === undefined || id.startsWith('sha256:') ? id : `sha256:${id}`;
}

const inspectedSchema = z.object({ status: z.object({ id: z.string() }) });

/** Reads an answer of `docker image inspect` for an id, or of `crictl inspecti`, by runtime. */
export function inspectedId(runtime: string, stdout: string): string | undefined {
  if (runtime === 'docker') return /sha256:[0-9a-f]{64}/.exec(stdout)?.[0];
  return read('ssh -- crictl inspecti', stdout, inspectedSchema).status.id;
}

/** Minikube prints warnings and news on stdout too, so the answer may be one line among others. */
function read<T>(command: string, stdout: string, schema: z.ZodType<T>): T {
  for (const text of [stdout, stdout.slice(stdout.indexOf('{')), ...stdout.split('\n').reverse()]) {
    const parsed = schema.safeParse(tryJson(text));
    if (parsed.success) return parsed.data;
  }
  throw new FairleadError({
    code: 'MINIKUBE_UNREADABLE',
    message: `the answer of \`minikube ${command}\` was not understood`,
    details: stdout.split('\n').slice(0, 5),
    next: ['minikube version   # Fairlead was tried with v1.39'],
  });
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
