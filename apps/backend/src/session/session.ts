import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';

/** `__Host-`: only over HTTPS or localhost, only for this host, never for a subdomain. */
export const SESSION_COOKIE = '__Host-session';

/** How long a browser that never comes back keeps its workspace. */
export const SESSION_SECONDS = 400 * 24 * 3600;

export const newSessionKey = (): string => randomBytes(32).toString('base64url');

/** `<workspace>.<signature>`: nobody can name a workspace that was not given to them. */
export function signSession(workspace: string, key: string): string {
  return `${workspace}.${signature(workspace, key)}`;
}

/** The workspace a cookie stands for; undefined when it was not signed by us. */
export function readSession(cookie: string | undefined, key: string): string | undefined {
  const [workspace = '', given = ''] = (cookie ?? '').split('.');
  const expected = Buffer.from(signature(workspace, key));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual) ? workspace : undefined;
}

function signature(workspace: string, key: string): string {
  return createHmac('sha256', key).update(workspace).digest('base64url');
}

/** Makes an empty workspace. */
export async function createWorkspace(db: Kysely<Database>): Promise<string> {
  const id = randomUUID();
  await db.insertInto('workspaces').values({ id }).execute();
  return id;
}

/** Does the workspace of a signed cookie still exist? */
export async function workspaceExists(db: Kysely<Database>, id: string): Promise<boolean> {
  return (await db.selectFrom('workspaces').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}
