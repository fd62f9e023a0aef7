import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import lockfile from 'proper-lockfile';
import { FairleadError } from './error';

export interface LockOptions {
  /** Milliseconds to wait for the holder. Default: 0 (fail at once). */
  readonly waitMs?: number;
  /** Called once when somebody else holds the lock and waiting begins. */
  readonly onWait?: () => void;
  /** What is locked, for the error: "the embedded cluster". */
  readonly what: string;
}

const POLL_MS = 250;
// A holder that died stops renewing; after this long its lock counts as stale.
const STALE_MS = 10_000;

/**
 * Runs `work` while holding the lock at `path` (created if absent, renewed while held, taken over when stale).
 * @throws FairleadError `LOCKED` when the holder does not let go within `waitMs`.
 */
export async function withLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const release = await acquire(path, options);
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}

async function acquire(path: string, options: LockOptions): Promise<() => Promise<void>> {
  mkdirSync(dirname(path), { recursive: true });
  const tryLock = (retries: number): Promise<() => Promise<void>> =>
    lockfile.lock(path, { realpath: false, stale: STALE_MS, retries: { retries, minTimeout: POLL_MS, maxTimeout: POLL_MS } });
  try {
    return await tryLock(0);
  } catch {
    if (options.waitMs) options.onWait?.();
    return tryLock(Math.ceil((options.waitMs ?? 0) / POLL_MS)).catch((cause: unknown) => {
      throw new FairleadError({
        code: 'LOCKED',
        message: `another run is using ${options.what}`,
        next: ['wait for it to end, then run this again'],
        cause,
      });
    });
  }
}
