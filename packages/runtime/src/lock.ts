import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { FairleadError } from './error';

export interface LockOptions {
  /** Milliseconds to wait for the holder. Default: 0 (fail at once). */
  readonly waitMs?: number;
  /** Called once when somebody else holds the lock and waiting begins. */
  readonly onWait?: () => void;
  /** What is locked, for the error: "the embedded cluster". */
  readonly what: string;
  /** Ends the waiting, and is part of the signal that the work gets. */
  readonly signal?: AbortSignal | undefined;
}

const POLL_MS = 250;
// A holder that died stops renewing; after this long its lock counts as stale.
const STALE_MS = 10_000;
// A folder that another run tidied away in between is made again; one that cannot be made is an error.
const MOST_ABSENCES = 3;

/**
 * Runs `work` while holding the lock at `path` (created if absent, renewed while held, taken over when stale). The
 * signal that the work gets is aborted with `options.signal`, and when the lock is lost, which a machine that stood
 * still for long can find on waking up.
 * @throws FairleadError `LOCKED` when the holder does not let go within `waitMs`, `LOCK_UNUSABLE` or `DISK_FULL` when
 * no lock can be made there, `LOCK_LOST` when somebody else took it over.
 */
export async function withLock<T>(path: string, options: LockOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const lost = new AbortController();
  const release = await acquire(path, options, (cause) => lost.abort(cause));
  try {
    const result = await work(AbortSignal.any([lost.signal, ...(options.signal ? [options.signal] : [])]));
    if (lost.signal.aborted) throw lost.signal.reason;
    return result;
  } catch (cause) {
    throw lost.signal.aborted ? lockLost(options.what, cause) : cause;
  } finally {
    await release().catch(() => undefined);
  }
}

type Release = () => Promise<void>;

async function acquire(path: string, options: LockOptions, onCompromised: (cause: Error) => void): Promise<Release> {
  const { waitMs = 0, onWait, what, signal } = options;
  const deadline = Date.now() + waitMs;
  let absences = 0;
  for (let attempt = 0; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      mkdirSync(dirname(path), { recursive: true });
      return await lockfile.lock(path, { realpath: false, stale: STALE_MS, onCompromised });
    } catch (cause) {
      const code = codeOf(cause);
      if (code === 'ENOENT' && ++absences <= MOST_ABSENCES) continue;
      if (code !== 'ELOCKED') throw unusable(path, what, cause);
      if (Date.now() >= deadline) throw held(what, cause);
      if (attempt === absences) onWait?.();
      await sleep(POLL_MS, undefined, { signal });
    }
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function held(what: string, cause: unknown): FairleadError {
  return new FairleadError({ code: 'LOCKED', message: `another run is using ${what}`, next: ['wait for it to end, then run this again'], cause });
}

function unusable(path: string, what: string, cause: unknown): FairleadError {
  const isFull = codeOf(cause) === 'ENOSPC' || codeOf(cause) === 'EDQUOT';
  return new FairleadError({
    code: isFull ? 'DISK_FULL' : 'LOCK_UNUSABLE',
    message: `${what} cannot be locked: ${cause instanceof Error ? cause.message : String(cause)}`,
    next: isFull ? ['free some disk space, then run this again'] : [`ls -ld ${dirname(path)} ${path}.lock   # must be folders that you may write to`],
    cause,
  });
}

function lockLost(what: string, cause: unknown): FairleadError {
  return new FairleadError({
    code: 'LOCK_LOST',
    message: `another run took over ${what}, since this one stood still for more than ${STALE_MS / 1000} s`,
    next: ['run this again once the other run has ended'],
    cause,
  });
}
