import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { V1MicroTime, type V1Lease } from '@kubernetes/client-node';
import { FairleadError, type Progress } from '@fairlead/runtime';
import { ApiError, type KubeApi } from '../cluster/kube-api';
import { tryProcessIdentity } from '../tunnel/process-identity';
import { thisMachine } from './machine';
import { ownLabels, type Release } from './release';

/** Held by one run at a time, on whatever machine. */
export interface DeployLock {
  /** Revision that a run left unfinished when it died holding the lock; undefined when the last one ended well. */
  readonly abandonedRevision: number | undefined;
  /** Notes which revision is being made, so that the next run knows whose it is should this one die. */
  note(revision: number): Promise<void>;
}

export interface DeployLockOptions {
  readonly api: KubeApi;
  readonly release: Release;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Milliseconds to wait for another run. */
  readonly waitMs: number;
}

interface Holder {
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
const LEASE_SECONDS = 15;
const RENEW_MS = 5_000;
const POLL_MS = 500;

/**
 * Runs `work` while holding the release's Lease, renewed as long as it runs. The Lease of a process that died on
 * this machine is taken over at once; that of another machine when it was not renewed for 15 seconds, by our clock.
 * @throws FairleadError `DEPLOY_BUSY` with the holder when it does not let go in time.
 */
export async function withDeployLock<T>(options: DeployLockOptions, work: (lock: DeployLock) => Promise<T>): Promise<T> {
  const held = await acquire(options);
  const renewal = setInterval(() => void held.renew().catch(() => undefined), RENEW_MS);
  renewal.unref();
  try {
    return await work(held);
  } finally {
    clearInterval(renewal);
    await held.release().catch(() => undefined);
  }
}

interface HeldLock extends DeployLock {
  renew(): Promise<void>;
  release(): Promise<void>;
}

async function acquire(options: DeployLockOptions): Promise<HeldLock> {
  const { api, release, signal } = options;
  const me = await describeSelf();
  const observed = { version: '', since: Date.now() };
  const startedAt = Date.now();
  for (let waiting = false; ; waiting = true) {
    signal.throwIfAborted();
    const lease = await tryLease(api, release);
    const holder = lease && tryHolder(lease);
    if (!holder || (await isDead(holder, lease, observed))) {
      const taken = await tryTake(api, release, { lease, me });
      if (taken) return hold(api, release, { lease: taken, me, abandonedRevision: holder?.revision });
      continue;
    }
    if (Date.now() - startedAt >= options.waitMs) throw busy(holder);
    if (!waiting) options.progress.info(`waiting for ${name(holder)}, which is changing this release since ${holder.since}`);
    await sleep(POLL_MS, undefined, { signal });
  }
}

function hold(api: KubeApi, release: Release, state: { lease: V1Lease; me: Holder; abandonedRevision: number | undefined }): HeldLock {
  let { lease, me } = state;
  // One write at a time: each needs the version that the one before left.
  let queue: Promise<unknown> = Promise.resolve();
  const write = (holder: Holder | undefined): Promise<void> => {
    const next = queue.then(async () => {
      lease = await api.replace(leaseOf(release, holder, lease));
    });
    queue = next.catch(() => undefined);
    return next;
  };
  return {
    abandonedRevision: state.abandonedRevision,
    note: (revision) => write((me = { ...me, revision })),
    renew: () => write(me),
    release: () => write(undefined),
  };
}

async function tryTake(api: KubeApi, release: Release, { lease, me }: { lease: V1Lease | undefined; me: Holder }): Promise<V1Lease | undefined> {
  try {
    return lease ? await api.replace(leaseOf(release, me, lease)) : await api.create(leaseOf(release, me));
  } catch (error) {
    // Somebody was faster.
    if (error instanceof ApiError && error.status === 409) return undefined;
    throw error;
  }
}

function leaseOf(release: Release, holder: Holder | undefined, current?: V1Lease): V1Lease {
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
      ...(holder ? { holderIdentity: name(holder) } : {}),
    },
  };
}

function tryLease(api: KubeApi, { lease, namespace }: Release): Promise<V1Lease | undefined> {
  return api.tryRead<V1Lease>({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: lease, namespace } });
}

function tryHolder(lease: V1Lease): Holder | undefined {
  try {
    return JSON.parse(lease.metadata?.annotations?.[HOLDER] ?? '') as Holder;
  } catch {
    return undefined;
  }
}

async function isDead(holder: Holder, lease: V1Lease | undefined, observed: { version: string; since: number }): Promise<boolean> {
  if (holder.machine === (await thisMachine())) return (await tryProcessIdentity(holder.pid)) !== holder.identity;
  const version = lease?.metadata?.resourceVersion ?? '';
  if (version !== observed.version) Object.assign(observed, { version, since: Date.now() });
  return Date.now() - observed.since > LEASE_SECONDS * 1000;
}

async function describeSelf(): Promise<Holder> {
  const identity = (await tryProcessIdentity(process.pid)) ?? '';
  return { pid: process.pid, identity, machine: await thisMachine(), host: hostname(), since: new Date().toISOString() };
}

function name({ pid, host }: Holder): string {
  return `process ${pid} on ${host}`;
}

function busy(holder: Holder): FairleadError {
  return new FairleadError({
    code: 'DEPLOY_BUSY',
    message: `${name(holder)} is changing this release since ${holder.since}`,
    next: ['wait for it to end, then run this again'],
  });
}
