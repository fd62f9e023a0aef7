import type { Runner } from '@fairlead/runtime';
import type { MinikubeState } from './minikube-answers';

/** What points a Docker client at another daemon than the default one. */
const DOCKER_VARIABLES = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'];

const NO_MACHINE: readonly MinikubeState[] = ['lost', 'driver-down'];

interface Options {
  readonly runner: Runner;
  readonly env: NodeJS.ProcessEnv;
  /** Asks with the given runner. */
  status(runner: Runner): Promise<MinikubeState>;
}

/**
 * A runner whose environment lets Minikube find its machine. A shell that is pointed at another Docker daemon hides
 * it; then Minikube reports a machine that is gone, and starting it would make a second one over there.
 * With `MINIKUBE_ACTIVE_DOCKERD` set, Minikube ignores the variables itself.
 */
export async function minikubeRunner({ runner, env, status }: Options): Promise<Runner> {
  const redirected = DOCKER_VARIABLES.some((name) => env[name]) && !env['MINIKUBE_ACTIVE_DOCKERD'];
  if (!redirected || !NO_MACHINE.includes(await status(runner))) return runner;
  const cleared = Object.fromEntries(DOCKER_VARIABLES.map((name) => [name, undefined]));
  const undirected: Runner = (file, args, options = {}) => runner(file, args, file === 'minikube' ? { ...options, env: { ...options.env, ...cleared } } : options);
  return NO_MACHINE.includes(await status(undirected)) ? runner : undirected;
}

interface Starter {
  readonly uid: number | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Default: `docker`. */
  readonly driver?: string | undefined;
}

/** Minikube refuses to start its Docker driver as root unless it is forced, by a flag or its variable. */
export function mayStartMinikube({ uid, env, driver = 'docker' }: Starter): boolean {
  return uid !== 0 || driver !== 'docker' || /^(1|t|true)$/i.test(env['MINIKUBE_FORCE'] ?? '');
}
