import { run, type Runner, type RunResult } from '@fairlead/runtime';
import type { FoundTool } from './kube-tool';
import { kubeEnv, type KubePlace } from './kube-env';

export interface HelmUpgrade {
  readonly release: string;
  /** The packaged chart. */
  readonly chart: string;
  /** Labels of the revision's Secret; they replace those of the revision before. */
  readonly labels: Readonly<Record<string, string>>;
  /** Shown by `helm history`. */
  readonly description: string;
}

/** Revisions that stay to go back to. */
const HISTORY = 10;
// Hooks only: Fairlead waits for the pods itself.
const TIMEOUT = '5m';

/**
 * Since Helm 4 the server merges, and refuses fields that somebody else set, e.g. replicas after `kubectl scale`. The
 * config is what counts, as it was with Helm 3; fields that the chart leaves out stay with whoever set them.
 */
const APPLIES_ON_SERVER = 4;

/** Pure: the arguments of each call that is made. */
export const helmArgs = {
  upgrade: (place: KubePlace, upgrade: HelmUpgrade): string[] => [
    'upgrade', upgrade.release, upgrade.chart, '--install', ...at(place),
    '--values', '-',
    '--labels', Object.entries(upgrade.labels).map(([name, value]) => `${name}=${value}`).join(','),
    '--description', upgrade.description,
    '--history-max', String(HISTORY),
    '--timeout', TIMEOUT,
  ],
  rollback: (place: KubePlace, release: string, revision: number): string[] => [
    'rollback', release, String(revision), ...at(place), '--history-max', String(HISTORY), '--timeout', TIMEOUT,
  ],
  uninstall: (place: KubePlace, release: string): string[] => ['uninstall', release, ...at(place), '--timeout', TIMEOUT],
  template: (place: KubePlace, release: string, chart: string): string[] => [
    'template', release, chart, ...at(place), '--values', '-', '--is-upgrade', '--no-hooks', '--skip-tests', '--validate',
  ],
  lint: (chart: string): string[] => ['lint', chart, '--strict', '--values', '-'],
  package: (chart: string, destination: string): string[] => ['package', chart, '--destination', destination],
};

function at(place: KubePlace): string[] {
  return ['--kube-context', place.context, '--namespace', place.namespace];
}

/** Helm against one place in one cluster. */
export interface Helm {
  /** Values go in on stdin; they hold no secret. */
  upgrade(upgrade: HelmUpgrade, values: unknown): Promise<RunResult>;
  rollback(release: string, revision: number): Promise<RunResult>;
  uninstall(release: string): Promise<RunResult>;
  /** The manifest that a chart would install. */
  template(release: string, chart: string, values: unknown): Promise<string>;
}

/**
 * Calls that change a release run in a process group of their own and are never cut short: Ctrl-C, and Nx, which
 * kills a task five seconds after asking it to stop, would leave a `pending` release behind. They do not wait for
 * pods, so they take a second or two, and end by themselves even when this process is gone.
 */
export function createHelm({ path: file, version }: FoundTool, place: KubePlace, runner: Runner = run): Helm {
  const env = kubeEnv(place);
  const force = version.major >= APPLIES_ON_SERVER ? ['--force-conflicts'] : [];
  const change = (args: string[], values?: unknown): Promise<RunResult> =>
    runner(file, args, { env, detached: true, ...(values === undefined ? {} : { input: JSON.stringify(values) }) });
  return {
    upgrade: (upgrade, values) => change([...helmArgs.upgrade(place, upgrade), ...force], values),
    rollback: (release, revision) => change([...helmArgs.rollback(place, release, revision), ...force]),
    uninstall: (release) => change(helmArgs.uninstall(place, release)),
    template: async (release, chart, values) =>
      (await runner(file, helmArgs.template(place, release, chart), { env, input: JSON.stringify(values) })).stdout,
  };
}
