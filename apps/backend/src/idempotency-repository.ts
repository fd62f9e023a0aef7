import { sql } from 'kysely';
import type { Scope } from './db/workspace';

/** What makes a request the same as one before. */
export interface RequestKey {
  readonly key: string;
  /** Hash of method, path and body. */
  readonly fingerprint: string;
}

/** The first answer to a request with this key, kept for a day. */
export async function findAnswer(
  { db, workspace }: Scope,
  key: string,
): Promise<{ fingerprint: string; response: unknown } | undefined> {
  return db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'response'])
    .where('workspace_id', '=', workspace)
    .where('key', '=', key)
    .where('created_at', '>', sql<Date>`now() - interval '1 day'`)
    .executeTakeFirst();
}

export async function storeAnswer(
  { db, workspace }: Scope,
  { key, fingerprint }: RequestKey,
  answer: unknown,
): Promise<void> {
  const response = JSON.stringify(answer);
  await db
    .insertInto('idempotency_keys')
    .values({ workspace_id: workspace, key, fingerprint, response })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'key']).doUpdateSet({ fingerprint, response, created_at: new Date() }),
    )
    .execute();
}
