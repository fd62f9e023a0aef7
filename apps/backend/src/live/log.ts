import type { LiveEvent } from '@todo-chatbot/contracts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';
import { inWorkspace, type Scope } from '../db/workspace';

export interface NumberedEvent {
  readonly id: bigint;
  readonly event: LiveEvent;
}

/** More than this missed, and reading everything anew is cheaper. */
const MOST_REPLAYED = 200;

/**
 * Events after `since`, in order. The log is the only source: what was announced twice is still read once.
 * One `reset` instead, when some of them are gone or the reader is ahead of the log (a restored backup).
 */
export function eventsSince(db: Kysely<Database>, workspace: string, since: bigint): Promise<readonly NumberedEvent[]> {
  return inWorkspace(db, workspace, async (scope) => {
    const newest = await newestEvent(scope);
    if (newest === since) return [];
    const rows = await scope.db
      .selectFrom('events')
      .select(['id', 'payload'])
      .where('workspace_id', '=', workspace)
      .where('id', '>', String(since))
      .orderBy('id')
      .limit(MOST_REPLAYED + 1)
      .execute();
    const events = rows.map(({ id, payload }) => ({ id: BigInt(id), event: payload }));
    const isWhole = events.length <= MOST_REPLAYED && events[0]?.id === since + 1n;
    return isWhole ? events : [{ id: newest, event: { type: 'reset' } }];
  });
}

/** Number of the newest event; 0 when there is none. */
export function latestEvent(db: Kysely<Database>, workspace: string): Promise<bigint> {
  return inWorkspace(db, workspace, newestEvent);
}

async function newestEvent({ db, workspace }: Scope): Promise<bigint> {
  const { last_event } = await db
    .selectFrom('workspaces')
    .select('last_event')
    .where('id', '=', workspace)
    .executeTakeFirstOrThrow();
  return BigInt(last_event);
}
