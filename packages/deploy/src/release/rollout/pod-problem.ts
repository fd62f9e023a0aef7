import type { CoreV1Event, V1ContainerStateTerminated, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { Problem } from './problem';
import { toMillis } from './time';

export interface PodView {
  readonly pod: V1Pod;
  /** Events about this pod. */
  readonly events: readonly CoreV1Event[];
  readonly now: number;
  /** Milliseconds a pod may go without a node: a cluster may be adding one. */
  readonly unschedulableGraceMs: number;
  /** Its image was put into the cluster's own store, so a pull can only fail. */
  readonly stored: boolean;
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

interface Subject {
  readonly workload: string;
  readonly pod: string;
  readonly container: string;
}

function tryContainerProblem(view: PodView, status: V1ContainerStatus): Problem | undefined {
  const about = { workload: componentOf(view.pod), pod: view.pod.metadata?.name ?? '', container: status.name };
  const { reason = '', message = '' } = status.state?.waiting ?? {};
  if (IMAGE_REASONS.has(reason)) return imageProblem(view, about, { reason, message });
  if (reason === 'CreateContainerConfigError') return { ...about, kind: 'config', reason: `cannot be configured: ${message}`, fatal: true };
  if (START_REASONS.has(reason)) return { ...about, kind: 'crash', reason: `cannot be started: ${message}`, fatal: true };
  return tryCrash(view, about, status);
}

const IMAGE_REASONS = new Set(['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName']);
const START_REASONS = new Set(['CreateContainerError', 'RunContainerError']);

function imageProblem(view: PodView, about: Subject, { reason, message }: { reason: string; message: string }): Problem {
  // The back-off message only names the image; why the pull failed is in an event.
  const why = view.events.filter((event) => event.reason === 'Failed').map((event) => event.message ?? '');
  const passing = reason === 'ErrImagePull' || PASSING.test([message, ...why].join('\n'));
  return { ...about, kind: 'image', reason: `cannot get its image: ${firstLine(message)}`, fatal: view.stored || !passing };
}

function tryCrash(view: PodView, about: Subject, status: V1ContainerStatus): Problem | undefined {
  const { state = {}, restartCount } = status;
  const ended = tryEnding(status);
  if (!ended) return undefined;
  // A restart is counted when the container runs again.
  const times = restartCount + (state.running ? 0 : 1);
  const counts = isVerdict(view, ended);
  return { ...about, ...crash(view, ended, times > 1 ? `, ${times} times` : ''), fatal: times > 1 && !state.running && counts, ...(counts ? {} : { early: true }) };
}

/** How a container that does not serve ended last; a good end counts only when it ends again and again. */
function tryEnding({ state = {}, lastState = {}, ready }: V1ContainerStatus): V1ContainerStateTerminated | undefined {
  const ended = state.terminated ?? lastState.terminated;
  const looping = state.waiting?.reason === 'CrashLoopBackOff';
  return ended && !ready && (ended.exitCode !== 0 || looping) ? ended : undefined;
}

/** A crash says something about the container only when what it needs was there. */
function isVerdict({ dependenciesReadyAt }: PodView, { startedAt }: V1ContainerStateTerminated): boolean {
  return dependenciesReadyAt !== undefined && toMillis(startedAt) > dependenciesReadyAt;
}

function crash(view: PodView, ended: V1ContainerStateTerminated, count: string): Pick<Problem, 'kind' | 'reason'> {
  if (ended.reason === 'OOMKilled') return { kind: 'out-of-memory', reason: `ran out of memory and was killed${count}` };
  const probe = tryKilledByProbe(view);
  if (probe) return { kind: 'probe', reason: `was restarted because a probe failed${count}: ${probe}` };
  return { kind: 'crash', reason: `ended with exit code ${ended.exitCode}${count}` };
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

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
