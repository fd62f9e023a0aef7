import { faultAt, type Fault } from '../config-error';
import type { Outline } from './outline';

/** Only a server can be opened. */
const SERVERS: readonly unknown[] = ['web-app', 'node-service'];

/** Faults of the workload that people open: none, or not said which. */
export function entryFaults({ entry, workloads }: Outline): Fault[] {
  const apps = workloads.filter(({ kind }) => kind === 'web-app').map(({ name }) => name);
  const servers = workloads.filter(({ kind }) => SERVERS.includes(kind)).map(({ name }) => name);
  if (entry === undefined && apps.length === 1) return [];
  if (workloads.length === 0 || servers.some((name) => name === entry)) return [];
  if (servers.length === 0) return [{ path: 'workloads', message: 'expected one that people can open: a webApp or a nodeService', found: 'none' }];
  return [faultAt('entry', `expected the workload that people open: ${(apps.length > 0 ? apps : servers).join(', ')}`, entry)];
}
