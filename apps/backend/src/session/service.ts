import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';
import { inWorkspace } from '../db/workspace';
import {
  claimWorkspace,
  deleteSession,
  findSession,
  insertSession,
  insertWorkspace,
  isClaimed,
  touchSession,
  type Identity,
} from './repository';
import { hashToken, newToken, sign, tryUnsign } from './token';

/** Who asks. Everything a request may see or change follows from `workspace`. */
export interface Session {
  readonly workspace: string;
  readonly name: string | null;
  readonly signedIn: boolean;
  /** Names the session in the database. */
  readonly tokenHash: string;
}

export interface OpenedSession {
  readonly session: Session;
  /** Value of the cookie. */
  readonly cookie: string;
}

export type SessionService = ReturnType<typeof createSessionService>;

/** `key` signs cookies; it throws until the database is there. */
export function createSessionService(db: Kysely<Database>, key: () => string) {
  return {
    /** The session of a cookie; undefined when it is forged, over, or there is none. */
    find: async (cookie: string | undefined): Promise<Session | undefined> => {
      const token = tryUnsign(cookie, key());
      if (token === undefined) return undefined;
      const tokenHash = hashToken(token);
      const found = await findSession(db, tokenHash);
      if (found?.isStale) await touchSession(db, tokenHash);
      return found && { workspace: found.workspace, name: found.name, signedIn: found.signedIn, tokenHash };
    },
    /** A private, empty workspace for a browser that came without one. */
    openAnonymous: async (): Promise<OpenedSession> =>
      open(db, key(), { workspace: await createWorkspace(db), name: null, signedIn: false }),
    /**
     * Signs somebody in: with a new session in any case, the old one is over. Who signs in for the first time
     * keeps the todos that were made before.
     */
    signIn: async (identity: Identity, name: string, before: Session | undefined): Promise<OpenedSession> => {
      const adoptable = before !== undefined && !before.signedIn && !(await isClaimed(db, before.workspace));
      const workspace = await claimWorkspace(db, identity, adoptable ? before.workspace : await createWorkspace(db));
      if (before !== undefined) await deleteSession(db, before.tokenHash);
      return open(db, key(), { workspace, name, signedIn: true });
    },
    end: (session: Session): Promise<void> => deleteSession(db, session.tokenHash),
  };
}

async function open(db: Kysely<Database>, key: string, who: Omit<Session, 'tokenHash'>): Promise<OpenedSession> {
  const token = newToken();
  const session = { ...who, tokenHash: hashToken(token) };
  await insertSession(db, session);
  return { session, cookie: sign(token, key) };
}

async function createWorkspace(db: Kysely<Database>): Promise<string> {
  const id = randomUUID();
  await inWorkspace(db, id, insertWorkspace);
  return id;
}
