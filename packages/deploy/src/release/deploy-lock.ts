import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Lease } from '@kubernetes/client-node';
import { FairleadError, type Progress } from '@fairlead/runtime';
import { ApiError } from '../cluster/api-error';
import type { KubeApi } from '../cluster/kube-api';
import { tryProcessIdentity } from '../tunnel/process-identity';
import { describeSelf, isSame, LEASE_SECONDS, leaseOf, nameOf, tryHolder, tryLease, type Holder } from './lease';
import { thisMachine } from './machine';
import type { Release } from './release';

/** Held by one run at a time, on whatever machine. */
export interface DeployLock {
  /** Revision that a run left unfinished when it died holding the lock; undefined when the last one ended well. */
  readonly abandonedRevision: number | undefined;
  /** That of the run, aborted as well when the lock was lost; whatever changes the release must end with it. */
  readonly signal: AbortSignal;
  /** Notes which revision is being made, so that the next run knows whose it is should this one die. */
  note(revision: number): Promise<void>;
  /** Asks before a step that would undo another's work. @throws FairleadError `DEPLOY_BUSY` when it is lost. */
  assertHeld(): Promise<void>;
}

export interface DeployLockOptions {
  readonly api: KubeApi;
  readonly release: Release;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Milliseconds to wait for another run. */
  readonly waitMs: number;
}

const RENEW_MS = 5_000;
const POLL_MS = 500;

/**
 * Runs `work` while holding the release's Lease, renewed as long as it runs. The Lease of a process that died on
 * this machine is taken over at once; that of another machine when it was not renewed for 15 seconds, by our clock.
 * @throws FairleadError `DEPLOY_BUSY` with the holder when it does not let go in time, or when it took the lock
 * from us, who were silent for too long: then `work` is aborted.
 */
export async function withDeployLock<T>(options: DeployLockOptions, work: (lock: DeployLock) => Promise<T>): Promise<T> {
  const held = await acquire(options);
  const renewal = setInterval(() => void held.renew().catch(() => undefined), RENEW_MS);
  renewal.unref();
  try {
    return await work(held);
  } catch (error) {
    held.lost.throwIfAborted();
    throw error;
  } finally {
    clearInterval(renewal);
    await held.letGo().catch(() => undefined);
  }
}

interface HeldLock extends DeployLock {
  readonly lost: AbortSignal;
  renew(): Promise<void>;
  letGo(): Promise<void>;
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
      // What a dead run was doing stays known, should this one die before it does anything.
      const heir = holder?.revision === undefined ? me : { ...me, revision: holder.revision };
      const taken = await tryTake(api, release, { lease, me: heir });
      if (taken) return hold(options, { lease: taken, me: heir, abandonedRevision: holder?.revision });
      continue;
    }
    if (Date.now() - startedAt >= options.waitMs) throw busy(holder);
    if (!waiting) options.progress.info(`waiting for ${nameOf(holder)}, which is changing this release since ${holder.since}`);
    await sleep(POLL_MS, undefined, { signal });
  }
}

interface Held {
  lease: V1Lease;
  me: Holder;
  readonly abandonedRevision: number | undefined;
}

function hold({ api, release, signal }: DeployLockOptions, state: Held): HeldLock {
  const lost = new AbortController();
  // One write at a time: each needs the version that the one before left.
  let queue: Promise<unknown> = Promise.resolve();
  const write = (holder: Holder | undefined): Promise<void> => {
    const next = queue.then(async () => {
      lost.signal.throwIfAborted();
      state.lease = await rewrite(api, release, { ...state, holder });
    });
    queue = next.catch((error: unknown) => {
      if (error instanceof FairleadError && error.code === 'DEPLOY_BUSY') lost.abort(error);
    });
    return next;
  };
  return {
    abandonedRevision: state.abandonedRevision,
    signal: AbortSignal.any([signal, lost.signal]),
    note: (revision) => write((state.me = { ...state.me, revision })),
    assertHeld: async () => {
      // A cluster that does not answer takes no orders from another run either.
      await write(state.me).catch(() => undefined);
      lost.signal.throwIfAborted();
    },
    lost: lost.signal,
    renew: () => write(state.me),
    letGo: () => write(undefined),
  };
}

/**
 * Writes the Lease that we hold. A refusal does not say whether it is lost: the answer to an earlier write may have
 * got lost on its way, so the Lease is read again.
 */
async function rewrite(api: KubeApi, release: Release, { lease, me, holder }: { lease: V1Lease; me: Holder; holder: Holder | undefined }): Promise<V1Lease> {
  try {
    return await api.replace(leaseOf(release, holder, lease));
  } catch (error) {
    if (!(error instanceof ApiError && (error.status === 409 || error.status === 404))) throw error;
    const current = await tryLease(api, release);
    if (!current) return holder ? api.create(leaseOf(release, holder)) : lease;
    const other = tryHolder(current);
    if (!other || !isSame(other, me)) throw lostTo(other);
    return api.replace(leaseOf(release, holder, current));
  }
}

async function tryTake(api: KubeApi, release: Release, { lease, me }: { lease: V1Lease | undefined; me: Holder }): Promise<V1Lease | undefined> {
  try {
    return lease ? await api.replace(leaseOf(release, me, lease)) : await api.create(leaseOf(release, me));
  } catch (error) {
    // Somebody was faster, or took away what was there; where there was nothing, it is the namespace that is missing.
    if (error instanceof ApiError && (error.status === 409 || (error.status === 404 && lease))) return undefined;
    throw error;
  }
}

async function isDead(holder: Holder, lease: V1Lease | undefined, observed: { version: string; since: number }): Promise<boolean> {
  if (holder.machine === (await thisMachine())) return (await tryProcessIdentity(holder.pid)) !== holder.identity;
  const version = lease?.metadata?.resourceVersion ?? '';
  if (version !== observed.version) Object.assign(observed, { version, since: Date.now() });
  return Date.now() - observed.since > LEASE_SECONDS * 1000;
}

function busy(holder: Holder): FairleadError {
  return new FairleadError({
    code: 'DEPLOY_BUSY',
    message: `${nameOf(holder)} is changing this release since ${holder.since}`,
    next: ['wait for it to end, then run this again'],
  });
}

function lostTo(other: Holder | undefined): FairleadError {
  return new FairleadError({
    code: 'DEPLOY_BUSY',
    message: `the lock on this release was lost to ${other ? nameOf(other) : 'somebody'}, because this run was silent for ${LEASE_SECONDS} seconds or more`,
    next: ['wait for the other run to end, then run this again'],
  });
}
