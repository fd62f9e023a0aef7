import type { CoreV1Event, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { Problem } from './problem';
import { toMillis } from './time';

export interface PodView {
  readonly pod: V1Pod;
  /** Events about this pod. */
  readonly events: readonly CoreV1Event[];
  readonly now: number;
  /** Milliseconds a pod may go without a node: a cluster may be adding one. */
  readonly unschedulableGraceMs: number;
  /** Since when everything this pod needs serves; undefined while it does not. Crashes before are no verdict. */
  readonly dependenciesReadyAt: number | undefined;
}

/** Trouble with a registry that may pass. */
const PASSING = /429|too ?many ?requests|timeout|timed out|temporar|connection (refused|reset)|no such host|EOF|5\d\d (Internal|Bad Gateway|Service)/i;

/** What keeps this pod from serving; undefined while it is merely starting. */
export function tryPodProblem(view: PodView): Problem | undefined {
  const statuses = [...(view.pod.status?.initContainerStatuses ?? []), ...(view.pod.status?.containerStatuses ?? [])];
  for (const status of statuses) {
    const problem = tryContainerProblem(view, status);
    if (problem) return problem;
  }
  return tryScheduling(view) ?? tryVolume(view) ?? tryProbe(view);
}

export function componentOf(object: { readonly metadata?: { readonly labels?: Record<string, string> } }): string {
  return object.metadata?.labels?.['app.kubernetes.io/component'] ?? 'unknown';
}

function tryContainerProblem(view: PodView, status: V1ContainerStatus): Problem | undefined {
  const about = { workload: componentOf(view.pod), pod: view.pod.metadata?.name ?? '', container: status.name };
  const waiting = status.state?.waiting;
  const message = waiting?.message ?? '';
  switch (waiting?.reason) {
    case 'ErrImageNeverPull':
    case 'InvalidImageName':
    case 'ImagePullBackOff':
      return { ...about, kind: 'image', reason: `cannot get its image: ${firstSentence(message)}`, fatal: !PASSING.test(imageMessage(view, message)) };
    case 'ErrImagePull':
      return { ...about, kind: 'image', reason: `cannot get its image: ${firstSentence(message)}`, fatal: false };
    case 'CreateContainerConfigError':
      return { ...about, kind: 'config', reason: `cannot be configured: ${message}`, fatal: true };
    case 'CreateContainerError':
    case 'RunContainerError':
      return { ...about, kind: 'crash', reason: `cannot be started: ${message}`, fatal: true };
    default:
      return tryCrash(view, status, about);
  }
}

// The back-off message only names the image; why the pull failed is in an event.
function imageMessage(view: PodView, message: string): string {
  return [message, ...view.events.filter(({ reason }) => reason === 'Failed').map((event) => event.message ?? '')].join('\n');
}

function tryCrash(view: PodView, status: V1ContainerStatus, about: { workload: string; pod: string; container: string }): Problem | undefined {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  if (!ended || (ended.exitCode === 0 && status.state?.waiting?.reason !== 'CrashLoopBackOff')) return undefined;
  const running = status.state?.running !== undefined;
  if (running && status.ready) return undefined;
  const killed = tryKilledByProbe(view);
  const times = status.restartCount + (status.state?.terminated ? 1 : 0);
  const again = status.restartCount >= 1 && !running;
  const ready = view.dependenciesReadyAt;
  const fatal = again && ready !== undefined && toMillis(ended.startedAt) >= ready;
  const count = times > 1 ? `, ${times} times` : '';
  if (ended.reason === 'OOMKilled') return { ...about, kind: 'out-of-memory', reason: `ran out of memory and was killed${count}`, fatal };
  if (killed) return { ...about, kind: 'probe', reason: `was restarted because a probe failed${count}: ${killed}`, fatal };
  return { ...about, kind: 'crash', reason: `ended with exit code ${ended.exitCode}${count}`, fatal };
}

function tryKilledByProbe({ events }: PodView): string | undefined {
  const killing = events.some(({ reason, message }) => reason === 'Killing' && /probe/.test(message ?? ''));
  return killing ? lastMessage(events, 'Unhealthy') : undefined;
}

function tryScheduling({ pod, now, unschedulableGraceMs }: PodView): Problem | undefined {
  const condition = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (!condition) return undefined;
  const about = { workload: componentOf(pod), pod: pod.metadata?.name ?? '' };
  const message = condition.message ?? condition.reason ?? '';
  const waited = now - toMillis(condition.lastTransitionTime ?? pod.metadata?.creationTimestamp);
  const kind = /PersistentVolumeClaim|volume/i.test(message) ? 'volume' : 'unschedulable';
  return { ...about, kind, reason: `finds no node: ${message}`, fatal: waited > unschedulableGraceMs };
}

function tryVolume({ pod, events }: PodView): Problem | undefined {
  const message = lastMessage(events, 'FailedMount') ?? lastMessage(events, 'FailedAttachVolume');
  const started = (pod.status?.containerStatuses ?? []).some(({ state }) => state?.running);
  if (!message || started) return undefined;
  return { workload: componentOf(pod), pod: pod.metadata?.name ?? '', kind: 'volume', reason: `waits for a volume: ${message}`, fatal: false };
}

function tryProbe({ pod, events }: PodView): Problem | undefined {
  const message = lastMessage(events, 'Unhealthy');
  if (!message) return undefined;
  return { workload: componentOf(pod), pod: pod.metadata?.name ?? '', kind: 'probe', reason: message, fatal: false };
}

function lastMessage(events: readonly CoreV1Event[], reason: string): string | undefined {
  return events
    .filter((event) => event.reason === reason && event.message)
    .sort((a, b) => toMillis(b.lastTimestamp ?? b.eventTime) - toMillis(a.lastTimestamp ?? a.eventTime))[0]?.message;
}

function firstSentence(message: string): string {
  return message.split('\n')[0] ?? '';
}
