import { FairleadError, ToolError } from '@fairlead/runtime';
import type { MinikubeState } from '../tools/minikube';

/** What the sentences are about. */
export interface Named {
  readonly name: string;
  /** Default: `docker`. */
  readonly driver: string | undefined;
}

export const minikubeFaults = {
  missing: (): FairleadError =>
    new FairleadError({
      code: 'MINIKUBE_MISSING',
      message: 'Minikube is not installed',
      next: ['install it: https://minikube.sigs.k8s.io/docs/start', 'or choose another cluster for this environment in .projenrc.ts'],
    }),

  broken: ({ name }: Named): FairleadError =>
    new FairleadError({
      code: 'MINIKUBE_PROFILE_BROKEN',
      message: `the profile ${name} of Minikube is half made or half deleted: Minikube lists it and cannot read it`,
      next: [`minikube delete --profile ${name}   # clears what is left; then run this again`],
    }),

  lost: ({ name, driver = 'docker' }: Named): FairleadError =>
    new FairleadError({
      code: 'MINIKUBE_MACHINE_GONE',
      message: `the machine of Minikube ${name} is gone: it was removed without Minikube, or your ${driver} is another one than it was started with`,
      next: [
        ...(driver === 'docker' ? [`docker ps --all --filter name=${name}   # is it in this daemon? docker context ls shows others`] : []),
        `minikube delete --profile ${name}   # if it is really gone; then run this again, and a new one is made`,
      ],
    }),

  driverDown: ({ name, driver = 'docker' }: Named): FairleadError =>
    new FairleadError({
      code: 'MINIKUBE_DRIVER',
      message: `the driver of Minikube ${name} (${driver}) does not answer`,
      next: driver === 'docker' ? ['start Docker', 'docker info   # must answer'] : [`minikube status --profile ${name}   # says why`],
    }),

  asRoot: ({ name }: Named): FairleadError =>
    new FairleadError({
      code: 'MINIKUBE_AS_ROOT',
      message: `Minikube ${name} must be started, and its Docker driver does not start as root`,
      next: [
        `minikube start --profile ${name}   # as an ordinary user`,
        `minikube start --profile ${name} --force   # as root, if that is what you want; MINIKUBE_FORCE=true lets this do it`,
        "or set cluster: { kind: 'embedded' } for this environment in .projenrc.ts",
      ],
    }),

  notUp: ({ name }: Named, state: MinikubeState): FairleadError =>
    new FairleadError({
      code: 'MINIKUBE_NOT_UP',
      message: `Minikube ${name} was started, and is "${state}" all the same`,
      next: [`minikube status --profile ${name}`, `minikube logs --profile ${name}`],
    }),

  notLoaded: ({ name }: Pick<Named, 'name'>, node: string, { reference, ...ids }: { readonly reference: string; readonly found: string | undefined; readonly expected: string }): FairleadError =>
    new FairleadError({
      code: 'IMAGE_NOT_LOADED',
      message: `${reference} did not arrive in Minikube ${name}${node ? `, node ${node}` : ''}, although \`minikube image load\` says nothing of it`,
      details: [`expected ${ids.expected}`, `found    ${ids.found ?? 'no such image'}`],
      next: ['run this again', `minikube ssh --profile ${name}${node ? ` --node ${node}` : ''} -- df -h /var   # is its disk full?`],
    }),
};

const REFUSES_ROOT = 57;

/** A call that ended badly, as people need it; what is not Minikube's is passed on. */
export function startFailed(error: unknown, named: Named): unknown {
  if (!(error instanceof ToolError)) return error;
  const { name } = named;
  if (error.result.exitCode === REFUSES_ROOT) return minikubeFaults.asRoot(named);
  return new FairleadError({
    code: 'MINIKUBE_START',
    message: `Minikube ${name} could not be started (exit code ${error.result.exitCode ?? 'none'})`,
    details: error.details,
    next: [`minikube start --profile ${name}   # shows it in full`, `minikube logs --profile ${name}`],
    cause: error,
  });
}

const HOST_NOT_RUNNING = 83;
const NOT_FOUND = 85;

/** Why `minikube docker-env` gave no daemon. */
export function daemonFailed(error: unknown, { name }: Named): unknown {
  if (!(error instanceof ToolError) || error.code === 'TOOL_MISSING') return error;
  const { exitCode, stderr = '' } = error.result;
  const stopped = exitCode === HOST_NOT_RUNNING || exitCode === NOT_FOUND;
  const reason = exitCode === NOT_FOUND ? `there is no Minikube ${name}` : `Minikube ${name} is not running`;
  return new FairleadError({
    code: stopped ? 'CLUSTER_STOPPED' : 'MINIKUBE_DAEMON',
    message: stopped ? reason : `the Docker daemon of Minikube ${name} cannot be reached (exit code ${exitCode ?? 'none'})`,
    // On failure the tool prints a word for the shell on stdout, which means nothing to people.
    details: stderr.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, 5),
    next: [stopped ? 'npx nx run-many -t image-store   # starts it' : `minikube status --profile ${name}`],
    cause: error,
  });
}
