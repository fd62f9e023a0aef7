import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { KubeApi } from '../../cluster/kube-api';
import type { Problem } from './problem';
import type { RolloutSnapshot } from './snapshot';
import { toMillis } from './time';

/** Why a rollout failed, kept before anything is rolled back. */
export interface Evidence {
  readonly problem: Problem;
  /** Last lines of the container that failed; empty when it never ran. */
  readonly log: readonly string[];
  /** Oldest first, e.g. `Warning BackOff: ...`. */
  readonly events: readonly string[];
}

const LOG_LINES = 20;
const EVENTS = 6;
const LONGEST_LINE = 1_000;

/** Collects what the cluster knows about a problem. Never throws: missing evidence must not hide the failure. */
export async function collectEvidence(api: KubeApi, snapshot: RolloutSnapshot, problem: Problem): Promise<Evidence> {
  const pod = snapshot.pods.find(({ metadata }) => metadata?.name === problem.pod);
  return { problem, log: pod ? await readLog(api, pod, problem.container) : [], events: eventsOf(snapshot, problem, pod) };
}

/** Evidence as the lines under an error. */
export function renderEvidence({ problem, log, events }: Evidence): readonly string[] {
  const where = problem.pod ? `pod ${problem.pod}: ` : '';
  return [
    `${where}${problem.reason}`,
    ...(log.length > 0 ? [`last log lines${problem.container ? ` of ${problem.container}` : ''}:`, ...log.map((line) => `  ${line}`)] : []),
    ...(events.length > 0 ? ['events:', ...events.map((line) => `  ${line}`)] : []),
  ];
}

async function readLog(api: KubeApi, pod: V1Pod, container: string | undefined): Promise<readonly string[]> {
  const name = container ?? pod.spec?.containers[0]?.name;
  const namespace = pod.metadata?.namespace ?? '';
  if (!name || !pod.metadata?.name) return [];
  const query = { namespace, pod: pod.metadata.name, container: name, lines: LOG_LINES };
  const current = await api.log({ ...query, previous: false }).catch(() => '');
  // A container that was just started again has said nothing yet; the one before has.
  const text = current.trim() ? current : await api.log({ ...query, previous: true }).catch(() => '');
  return text.trimEnd().split('\n').filter(Boolean).map(shorten);
}

function shorten(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line;
}

function eventsOf(snapshot: RolloutSnapshot, problem: Problem, pod: V1Pod | undefined): readonly string[] {
  const about = ({ involvedObject }: CoreV1Event): boolean =>
    pod ? involvedObject.uid === pod.metadata?.uid : (involvedObject.name ?? '').includes(problem.workload);
  return snapshot.events
    .filter((event) => about(event) && event.type === 'Warning')
    .sort((a, b) => toMillis(a.lastTimestamp ?? a.eventTime) - toMillis(b.lastTimestamp ?? b.eventTime))
    .slice(-EVENTS)
    .map(({ reason, message, count = 1 }) => `${reason ?? ''}${count > 1 ? ` (${count}x)` : ''}: ${message ?? ''}`);
}
