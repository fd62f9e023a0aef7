import { CompiledQuery, sql, type Kysely } from 'kysely';
import type { Database } from '../db/schema';
import type { Scope } from '../db/workspace';

/** How long a session lasts, in days: without a visit, and at most. */
export const LIFETIME = {
  anonymous: { idleDays: 90, mostDays: 400 },
  signedIn: { idleDays: 7, mostDays: 30 },
} as const;

export interface StoredSession {
  readonly workspace: string;
  readonly name: string | null;
  readonly signedIn: boolean;
  /** Whether the last visit should be written down again. */
  readonly isStale: boolean;
}

/** Written out, with `LIFETIME` in it: it runs with every request, and building it costs as much as sending it. */
const FIND = `
  select workspace_id as workspace, name, signed_in as "signedIn", seen_at < now() - interval '1 hour' as "isStale"
  from sessions
  where token_hash = $1
    and seen_at > now() - ${days('idleDays')}
    and created_at > now() - ${days('mostDays')}`;

function days(limit: 'idleDays' | 'mostDays'): string {
  return `make_interval(days => case when signed_in then ${LIFETIME.signedIn[limit]} else ${LIFETIME.anonymous[limit]} end)`;
}

/** The session of a token, unless it is over. */
export async function findSession(db: Kysely<Database>, tokenHash: string): Promise<StoredSession | undefined> {
  return (await db.executeQuery<StoredSession>(CompiledQuery.raw(FIND, [tokenHash]))).rows[0];
}

export async function touchSession(db: Kysely<Database>, tokenHash: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ seen_at: sql`now()` })
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function insertWorkspace({ db, workspace }: Scope): Promise<void> {
  await db.insertInto('workspaces').values({ id: workspace }).execute();
}

export async function insertSession(
  db: Kysely<Database>,
  session: { tokenHash: string; workspace: string; name: string | null; signedIn: boolean },
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      token_hash: session.tokenHash,
      workspace_id: session.workspace,
      name: session.name,
      signed_in: session.signedIn,
    })
    .execute();
}

/** Ends a session; whether there was one to end. */
export async function deleteSession(db: Kysely<Database>, tokenHash: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Somebody at an identity provider. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export async function findWorkspaceOf(
  db: Kysely<Database>,
  { issuer, subject }: Identity,
): Promise<string | undefined> {
  const found = await db
    .selectFrom('identities')
    .select('workspace_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return found?.workspace_id;
}

/** Gives an identity the proposed workspace, unless it got another one meanwhile; gives the one it has. */
export async function claimWorkspace(db: Kysely<Database>, identity: Identity, proposed: string): Promise<string> {
  const { issuer, subject } = identity;
  await db
    .insertInto('identities')
    .values({ issuer, subject, workspace_id: proposed })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await findWorkspaceOf(db, identity)) ?? proposed;
}

/** Does the workspace belong to somebody who signed in? */
export async function isClaimed(db: Kysely<Database>, workspace: string): Promise<boolean> {
  return (
    (await db
      .selectFrom('identities')
      .select('subject')
      .where('workspace_id', '=', workspace)
      .limit(1)
      .executeTakeFirst()) !== undefined
  );
}
