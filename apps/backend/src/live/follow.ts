import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';
import type { Hub } from './hub';
import { eventsSince } from './log';

export interface Follower {
  readonly workspace: string;
  /** Number of the last event that the reader has. */
  readonly since: bigint;
  readonly stream: { send(event: { event: string; id: string; data: unknown }): Promise<void> };
  readonly until: AbortSignal;
}

/**
 * Sends what is new whenever the hub wakes it, until `until` is aborted. One loop reads the log, so nothing is sent
 * twice or out of order; wake-ups while it reads or while the reader is slow come to one more look.
 * @throws when the database is away: the browser comes back and catches up.
 */
export async function follow(
  { database, hub }: { database: { db: Kysely<Database> }; hub: Hub },
  { workspace, since, stream, until }: Follower,
): Promise<void> {
  const bell = createBell();
  const unsubscribe = hub.subscribe(workspace, bell.ring);
  until.addEventListener('abort', bell.ring);
  try {
    await stream.send({ event: 'ready', id: String(since), data: {} });
    for (let last = since; !until.aborted; await bell.rung()) {
      for (const { id, event } of await eventsSince(database.db, workspace, last)) {
        await stream.send({ event: event.type, id: String(id), data: event });
        last = id;
      }
    }
  } finally {
    unsubscribe();
    until.removeEventListener('abort', bell.ring);
  }
}

/** Remembers that it was rung while nobody waited. */
function createBell(): { ring(): void; rung(): Promise<void> } {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      isRung = true;
      wake?.();
    },
    rung: async () => {
      if (!isRung) await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
      isRung = false;
    },
  };
}
