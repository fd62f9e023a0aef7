import { join } from 'node:path';
import { fairleadHome, withLock } from '@fairlead/runtime';
import type { EnsureOptions } from './cluster';

const WAIT_MS = 15 * 60_000;

interface Start extends EnsureOptions {
  /** For people, and the lock's name. */
  readonly cluster: string;
  /** Where the lock is. Default: in Fairlead's home. */
  readonly folder?: string | undefined;
}

/** Runs `work` while nobody else of this machine starts the same cluster: two starts at once get in each other's way. */
export function startAlone<T>({ cluster, progress, signal, folder = fairleadHome('locks') }: Start, work: () => Promise<T>): Promise<T> {
  const onWait = (): void => progress.info(`waiting for another run that starts ${cluster}`);
  return withLock(join(folder, `${cluster.replace(/[^\w.-]/g, '-')}.lock`), { what: cluster, waitMs: WAIT_MS, signal, onWait }, work);
}
