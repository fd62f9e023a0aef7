import pRetry from 'p-retry';

export interface UntilOptions {
  /** Milliseconds until the last failure is thrown. Default: 20 000. */
  readonly timeoutMs?: number;
  /** Milliseconds between attempts. Default: 250. */
  readonly everyMs?: number;
}

/** Repeats `attempt` until it does not throw, and returns what it returns. @throws Error naming `what` and the last failure. */
export type Until = <T>(what: string, attempt: () => Promise<T> | T, options?: UntilOptions) => Promise<T>;

/** An `until` that ends with the signal. */
export function createUntil(signal: AbortSignal): Until {
  return async (what, attempt, { timeoutMs = 20_000, everyMs = 250 } = {}) => {
    let last: unknown;
    // Wrapped, since the library would give up at once on a TypeError that it does not know as a network's.
    const wrapped = async () =>
      Promise.resolve()
        .then(attempt)
        .catch((error: unknown) => {
          last = error;
          throw new Error('not yet');
        });
    try {
      return await pRetry(wrapped, { retries: Infinity, minTimeout: everyMs, factor: 1, maxRetryTime: timeoutMs, signal });
    } catch {
      const reason = last instanceof Error ? last.message : String(last);
      throw new Error(`${what}: not within ${timeoutMs / 1000} s; the last attempt: ${reason}`, { cause: last });
    }
  };
}
