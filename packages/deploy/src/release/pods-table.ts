import type { V1Pod } from '@kubernetes/client-node';
import Table from 'cli-table3';
import { toMillis } from './rollout/time';

/** One pod as `kubectl get pods` shows it. */
export interface PodRow {
  readonly name: string;
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  readonly age: string;
}

export function podRow(pod: V1Pod, now: number): PodRow {
  const statuses = pod.status?.containerStatuses ?? [];
  return {
    name: pod.metadata?.name ?? '',
    ready: `${statuses.filter(({ ready }) => ready).length}/${pod.spec?.containers.length ?? 0}`,
    status: podStatus(pod),
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    age: formatAge(now - toMillis(pod.metadata?.creationTimestamp)),
  };
}

/** The table of `kubectl get pods`, sorted by name. */
export function renderPods(pods: readonly V1Pod[], now: number = Date.now()): string {
  const rows = pods.map((pod) => podRow(pod, now)).sort((a, b) => a.name.localeCompare(b.name));
  return renderTable(['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'], rows.map((row) => [row.name, row.ready, row.status, String(row.restarts), row.age]));
}

/** Columns three blanks apart, as kubectl prints them. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ chars: noBorders, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 3 } });
  table.push([...head], ...rows.map((row) => [...row]));
  return table.toString().split('\n').map((line) => line.trimEnd()).join('\n');
}

const borders = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'];
const noBorders = Object.fromEntries(borders.map((name) => [name, '']));

function podStatus({ metadata, status = {} }: V1Pod): string {
  if (metadata?.deletionTimestamp) return 'Terminating';
  const reasons = (status.containerStatuses ?? []).flatMap(({ state }) => state?.waiting?.reason ?? state?.terminated?.reason ?? []);
  return reasons[0] ?? status.reason ?? status.phase ?? 'Unknown';
}

/** `45s`, `12m`, `3h`, `5d`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 2 * 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 2 * 86400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86400)}d`;
}
