import { LIVE_QUIET_MS } from '@todo-chatbot/contracts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';
import type { Hub } from './hub';
import { eventsSince } from './log';

export interface Follower {
  readonly workspace: string;
  /** Number of the last event that the reader has. */
  readonly since: bigint;
  readonly stream: { send(event: { event: string; id?: string; data: unknown }): Promise<void> };
  readonly until: AbortSignal;
  /** Milliseconds without news until a `ping` is sent. Default: those of the contract. */
  readonly quietMs?: number;
}

/**
 * Sends what is new whenever the hub wakes it, until `until` is aborted. One loop reads the log, so nothing is sent
 * twice or out of order; wake-ups while it reads or while the reader is slow come to one more look.
 * @throws when the database is away: the browser comes back and catches up.
 */
export async function follow(
  { database, hub }: { database: { db: Kysely<Database> }; hub: Hub },
  { workspace, since, stream, until, quietMs = LIVE_QUIET_MS }: Follower,
): Promise<void> {
  const bell = createBell();
  const unsubscribe = hub.subscribe(workspace, bell.ring);
  until.addEventListener('abort', bell.ring);
  try {
    await stream.send({ event: 'ready', id: String(since), data: {} });
    let last = since;
    while (!until.aborted) {
      for (const { id, event } of await eventsSince(database.db, workspace, last)) {
        await stream.send({ event: event.type, id: String(id), data: event });
        last = id;
      }
      while (!(await bell.rung(quietMs))) await stream.send({ event: 'ping', data: {} });
    }
  } finally {
    unsubscribe();
    until.removeEventListener('abort', bell.ring);
  }
}

interface Bell {
  ring(): void;
  /** Resolves with true once it has rung since the last time, or with false after so many milliseconds. */
  rung(withinMs: number): Promise<boolean>;
}

function createBell(): Bell {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      isRung = true;
      wake?.();
    },
    rung: async (withinMs) => {
      if (!isRung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, withinMs);
        });
        clearTimeout(timer);
        wake = undefined;
      }
      const result = isRung;
      isRung = false;
      return result;
    },
  };
}
