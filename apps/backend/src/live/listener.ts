import pg from 'pg';
import type { Hub } from './hub';
import { CHANNEL } from './outbox';

const RETRY_MS = 1_000;

/**
 * Keeps one connection listening for news of all replicas. After a lost connection everybody is woken once:
 * the log tells each stream what it missed.
 */
export function listen(url: string, hub: Hub, signal: AbortSignal): void {
  const connect = (): void => {
    if (signal.aborted) return;
    const client = new pg.Client({ connectionString: url });
    const end = (): void => {
      signal.removeEventListener('abort', end);
      client.removeAllListeners();
      // A connection that is being torn down may still fail; nobody is waiting for it any more.
      client.on('error', () => undefined);
      void client.end().catch(() => undefined);
      if (!signal.aborted) setTimeout(connect, RETRY_MS).unref();
    };
    signal.addEventListener('abort', end);
    client.on('error', end);
    client.on('end', end);
    client.on('notification', ({ payload }) => payload && hub.wake(payload));
    client.connect().then(() => client.query(`listen ${CHANNEL}`)).then(() => hub.wakeAll(), end);
  };
  connect();
}
