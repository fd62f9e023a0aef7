import type { KubePlace } from './kube-env';

export interface LogsQuery {
  readonly selector: string;
  readonly follow: boolean;
  /** Last lines of each container. */
  readonly lines: number;
  /** ISO time; lines before it are left out. */
  readonly since?: string;
}

/** Pods of one `logs` call; kubectl's own limit of 5 would refuse a release with more when following. */
const MAX_LOG_REQUESTS = 50;

/** Pure: the arguments of each call that is made. */
export const kubectlArgs = {
  logs: (place: KubePlace, query: LogsQuery): string[] => [
    'logs', ...at(place), '--selector', query.selector, '--all-containers', '--prefix', '--ignore-errors',
    '--tail', query.since === undefined ? String(query.lines) : '-1', '--max-log-requests', String(MAX_LOG_REQUESTS),
    ...(query.since === undefined ? [] : ['--since-time', query.since]),
    ...(query.follow ? ['--follow'] : []),
  ],
  currentContext: (): string[] => ['config', 'current-context'],
  useContext: (context: string): string[] => ['config', 'use-context', context],
  /** Runs a command in a container; stdin is passed on. */
  exec: (place: KubePlace, pod: string, command: readonly string[]): string[] => ['exec', pod, ...at(place), '--stdin', '--', ...command],
};

function at(place: KubePlace): string[] {
  return ['--context', place.context, '--namespace', place.namespace];
}
