import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '../db/schema';
import { goOnIn } from '../db/workspace';
import { bringAlong } from '../todos/bring-along';
import {
  claimWorkspace,
  deleteSession,
  findWorkspaceOf,
  insertWorkspace,
  isClaimed,
  type Identity,
} from './repository';

/** The session that a browser came with. */
interface Before {
  readonly workspace: string;
  readonly signedIn: boolean;
  readonly tokenHash: string;
}

/**
 * The workspace of somebody who signs in. What was made in this browser before is theirs: it becomes their workspace
 * where they have none yet, else its todos come along into the one they have. The session before is over.
 */
export async function arrive(
  transaction: Transaction<Database>,
  identity: Identity,
  before: Before | undefined,
): Promise<string> {
  const left = await leave(transaction, before);
  const own =
    (await findWorkspaceOf(transaction, identity)) ??
    (await claimWorkspace(transaction, identity, left ?? (await createWorkspace(transaction))));
  if (left !== undefined && left !== own) await bringAlong(transaction, left, own);
  return own;
}

/** Ends the session before; gives the workspace that only it reached. Of two sign-ins at once, one gets it. */
async function leave(transaction: Transaction<Database>, before: Before | undefined): Promise<string | undefined> {
  if (before === undefined || !(await deleteSession(transaction, before.tokenHash))) return undefined;
  return before.signedIn || (await isClaimed(transaction, before.workspace)) ? undefined : before.workspace;
}

export async function createWorkspace(transaction: Transaction<Database>): Promise<string> {
  const id = randomUUID();
  await insertWorkspace(await goOnIn(transaction, id));
  return id;
}
