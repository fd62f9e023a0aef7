import type { Prepared } from './db/port';
import { ProblemError } from './problem';

/** Where the server is between its start and its end. */
export interface Lifecycle {
  /** Set once the database is there. */
  prepared: Prepared | undefined;
  /** Aborted first: readiness says no, live streams end, proxies are told to let go. Requests are still served. */
  readonly draining: AbortController;
  /** Aborted last: answers that still stream are stopped. */
  readonly stopping: AbortController;
}

export function createLifecycle(): Lifecycle {
  return { prepared: undefined, draining: new AbortController(), stopping: new AbortController() };
}

/** @throws ProblemError 503 until the database is there. */
export function mustBePrepared({ prepared }: Lifecycle): Prepared {
  if (prepared === undefined)
    throw new ProblemError(503, 'starting', {
      title: 'Starting',
      detail: 'The database is not ready yet.',
      headers: { 'retry-after': '1' },
    });
  return prepared;
}
