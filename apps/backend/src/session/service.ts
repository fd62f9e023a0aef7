import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';
import { arrive, createWorkspace } from './arrive';
import { deleteSession, findSession, insertSession, touchSession, type Identity } from './repository';
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
    openAnonymous: (): Promise<OpenedSession> =>
      db.transaction().execute(async (transaction) => {
        const workspace = await createWorkspace(transaction);
        return open(transaction, key(), { workspace, name: null, signedIn: false });
      }),
    /** Signs somebody in: with a new session in any case, the old one is over. All of it happens, or nothing. */
    signIn: (identity: Identity, name: string, before: Session | undefined): Promise<OpenedSession> =>
      db.transaction().execute(async (transaction) => {
        const workspace = await arrive(transaction, identity, before);
        return open(transaction, key(), { workspace, name, signedIn: true });
      }),
    end: async (session: Session): Promise<void> => void (await deleteSession(db, session.tokenHash)),
  };
}

async function open(db: Kysely<Database>, key: string, who: Omit<Session, 'tokenHash'>): Promise<OpenedSession> {
  const token = newToken();
  const session = { ...who, tokenHash: hashToken(token) };
  await insertSession(db, session);
  return { session, cookie: sign(token, key) };
}
