import type { Kysely } from 'kysely';
import type { Database } from './schema';

/** What is known only once the database is there. */
export interface Prepared {
  /** Signs session cookies; the same on all replicas. */
  readonly sessionKey: string;
}

/** Who wants to know what other replicas did. */
export interface NewsListener {
  wake(workspace: string): void;
  /** News may have been missed: everybody looks again. */
  wakeAll(): void;
}

/** The database as the server sees it: PostgreSQL, or the embedded engine for development and tests. */
export interface DatabasePort {
  /** Works under the role without DDL; usable after `prepare`. */
  readonly db: Kysely<Database>;
  /** Brings the schema up to date as its owner. Many replicas may call it at once. @throws when the database cannot be reached. */
  prepare(): Promise<Prepared>;
  /** Forwards news of all replicas until `signal` is aborted. */
  listen(listener: NewsListener, signal: AbortSignal): void;
  close(): Promise<void>;
}
