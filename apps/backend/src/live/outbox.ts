import type { LiveEvent } from '@todo-chatbot/contracts';
import { sql } from 'kysely';
import type { Scope } from '../db/workspace';

/** Channel on which replicas tell each other which workspace has news. */
export const CHANNEL = 'workspace_events';

/**
 * Appends an event to the workspace's log and wakes every replica when the transaction commits.
 * The workspace's row is locked first, so that numbers become visible in their order and a reader misses none.
 */
export async function publish(scope: Scope, workspace: string, event: LiveEvent): Promise<void> {
  await sql`select id from workspaces where id = ${workspace} for update`.execute(scope);
  await scope.insertInto('events').values({ workspace_id: workspace, payload: JSON.stringify(event) }).execute();
  await sql`select pg_notify(${CHANNEL}, ${workspace})`.execute(scope);
}
