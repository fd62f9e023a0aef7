import { hostname } from 'node:os';
import { V1MicroTime, type V1Lease } from '@kubernetes/client-node';
import { ApiError } from '../cluster/api-error';
import type { KubeApi } from '../cluster/kube-api';
import { tryProcessIdentity } from '../tunnel/process-identity';
import { thisMachine } from './machine';
import { ownLabels, type Release } from './release';

/** Who holds a release's Lease. */
export interface Holder {
  readonly pid: number;
  /** Tells the process from a later one with the same id. */
  readonly identity: string;
  /** See `thisMachine`: only there does the id mean this process. */
  readonly machine: string;
  /** For people. */
  readonly host: string;
  readonly since: string;
  readonly revision?: number;
}

const HOLDER = 'fairlead.dev/holder';
/** A Lease that was not renewed for so long is nobody's. */
export const LEASE_SECONDS = 15;

export async function describeSelf(): Promise<Holder> {
  const identity = (await tryProcessIdentity(process.pid)) ?? '';
  return { pid: process.pid, identity, machine: await thisMachine(), host: hostname(), since: new Date().toISOString() };
}

/** What is written: without a holder it is free; `current` brings the version that it replaces. */
export function leaseOf(release: Release, holder: Holder | undefined, current?: V1Lease): V1Lease {
  const resourceVersion = current?.metadata?.resourceVersion;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name: release.lease,
      namespace: release.namespace,
      labels: ownLabels(release, 'lock'),
      annotations: holder ? { [HOLDER]: JSON.stringify(holder) } : {},
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    spec: {
      leaseDurationSeconds: LEASE_SECONDS,
      renewTime: new V1MicroTime(),
      ...(holder ? { holderIdentity: nameOf(holder) } : {}),
    },
  };
}

export function tryLease(api: KubeApi, { lease, namespace }: Release): Promise<V1Lease | undefined> {
  return api.tryRead<V1Lease>({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: lease, namespace } });
}

/** Removes the Lease if nobody holds it; one that somebody takes at this moment stays. */
export async function removeFreeLease(api: KubeApi, release: Release): Promise<void> {
  const lease = await tryLease(api, release);
  const { uid, resourceVersion } = lease?.metadata ?? {};
  if (!lease || tryHolder(lease) || !uid || !resourceVersion) return;
  try {
    await api.remove({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: release.lease, namespace: release.namespace } }, { uid, resourceVersion });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  }
}

export function tryHolder(lease: V1Lease): Holder | undefined {
  try {
    return JSON.parse(lease.metadata?.annotations?.[HOLDER] ?? '') as Holder;
  } catch {
    return undefined;
  }
}

/** Are both the same run? Its `revision` changes as it goes. */
export function isSame(a: Holder, b: Holder): boolean {
  return a.pid === b.pid && a.identity === b.identity && a.machine === b.machine && a.since === b.since;
}

export function nameOf({ pid, host }: Holder): string {
  return `process ${pid} on ${host}`;
}
