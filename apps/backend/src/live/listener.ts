import pg from 'pg';
import type { NewsListener } from '../db/port';
import { CHANNEL } from './outbox';

const RETRY_MS = 1_000;
const HEARTBEAT_MS = 15_000;
const HEARTBEAT_TIMEOUT_MS = 5_000;

export interface ListenOptions extends pg.ClientConfig {
  readonly listener: NewsListener;
  readonly signal: AbortSignal;
}

/**
 * Keeps one connection listening for news of all replicas. After a lost connection everybody is woken once:
 * the log tells each stream what it missed. A connection that is silently dead is found by asking now and then.
 */
export function listen({ listener, signal, ...config }: ListenOptions): void {
  const connect = (): void => {
    if (signal.aborted) return;
    const client = new pg.Client({ ...config, query_timeout: HEARTBEAT_TIMEOUT_MS });
    const heartbeat = setInterval(() => void client.query('select 1').catch(end), HEARTBEAT_MS);
    let ended = false;
    function end(): void {
      if (ended) return;
      ended = true;
      clearInterval(heartbeat);
      signal.removeEventListener('abort', end);
      client.removeAllListeners();
      // A connection that is being torn down may still fail; nobody is waiting for it any more.
      client.on('error', () => undefined);
      void client.end().catch(() => undefined);
      if (!signal.aborted) setTimeout(connect, RETRY_MS).unref();
    }
    signal.addEventListener('abort', end);
    client.on('error', end);
    client.on('end', end);
    client.on('notification', ({ payload }) => payload && listener.wake(payload));
    client
      .connect()
      .then(() => client.query(`listen ${CHANNEL}`))
      .then(() => listener.wakeAll(), end);
  };
  connect();
}
