import { EventEmitter } from 'node:events';
import type { LiveEvent } from '@todo-chatbot/contracts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';
import { inWorkspace } from '../db/workspace';

export interface NumberedEvent {
  readonly id: string;
  readonly event: LiveEvent;
}

/** More than this missed, and reading everything anew is cheaper. */
const MOST_REPLAYED = 200;

/** Wakes the streams of a workspace; who calls `wake` is the database's listener. */
export interface Hub {
  wake(workspace: string): void;
  wakeAll(): void;
  /** Calls `listener` on each wake-up; returns how to stop. */
  subscribe(workspace: string, listener: () => void): () => void;
}

export function createHub(): Hub {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    wake: (workspace) => void emitter.emit(workspace),
    wakeAll: () => emitter.eventNames().forEach((name) => emitter.emit(name)),
    subscribe: (workspace, listener) => {
      emitter.on(workspace, listener);
      return () => void emitter.off(workspace, listener);
    },
  };
}

/** Events after `since`, in order. The log is the only source: what was announced twice is still read once. */
export async function eventsSince(db: Kysely<Database>, workspace: string, since: string): Promise<NumberedEvent[]> {
  return inWorkspace(db, workspace, async (scope) => {
    const rows = await scope
      .selectFrom('events')
      .select(['id', 'payload'])
      .where('workspace_id', '=', workspace)
      .where('id', '>', since)
      .orderBy('id')
      .limit(MOST_REPLAYED + 1)
      .execute();
    if (rows.length > MOST_REPLAYED) return [{ id: await latest(scope, workspace), event: { type: 'reset' } }];
    return rows.map(({ id, payload }) => ({ id, event: payload as LiveEvent }));
  });
}

/** Number of the newest event; `0` when there is none. */
export async function latestEvent(db: Kysely<Database>, workspace: string): Promise<string> {
  return inWorkspace(db, workspace, (scope) => latest(scope, workspace));
}

async function latest(scope: Kysely<Database>, workspace: string): Promise<string> {
  const row = await scope.selectFrom('events').select((eb) => eb.fn.max('id').as('id')).where('workspace_id', '=', workspace).executeTakeFirst();
  return row?.id ?? '0';
}
