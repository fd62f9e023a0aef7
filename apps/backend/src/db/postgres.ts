import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { listen } from '../live/listener';
import { gatheringSocket } from './gathering-socket';
import { migrate } from './migrate';
import type { DatabasePort, Prepared } from './port';
import { APP_ROLE } from './roles';
import type { Database } from './schema';

export interface PostgresOptions {
  readonly url: string;
  /** A connection that breaks while idle: the pool replaces it. Without a listener the process would die of it. */
  onIdleError(error: Error): void;
}

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** Connects to PostgreSQL, first as the owner of the schema, then for good as a role that owns nothing. */
export function connectPostgres({ url, onIdleError }: PostgresOptions): DatabasePort {
  const options = { connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true };
  const pool = createPool(
    {
      ...options,
      max: CONNECTIONS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      pipeline: true,
      stream: gatheringSocket,
    },
    onIdleError,
  );
  const onCreateConnection = async (connection: {
    executeQuery(query: CompiledQuery): Promise<unknown>;
  }): Promise<void> => {
    await connection.executeQuery(CompiledQuery.raw(`set role ${APP_ROLE}`));
  };
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool, onCreateConnection }) });
  return {
    db,
    prepare: () => prepare(options, onIdleError),
    listen: (listener, signal) => listen({ ...options, listener, signal }),
    close: () => db.destroy(),
  };
}

function createPool(options: pg.PoolConfig, onIdleError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool(options);
  pool.on('error', onIdleError);
  // The pool listens to idle connections only; one that breaks between two queries of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function prepare(options: pg.PoolConfig, onIdleError: (error: Error) => void): Promise<Prepared> {
  const pool = createPool({ ...options, max: 1 }, onIdleError);
  const owner = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await migrate(owner);
  } finally {
    await owner.destroy();
  }
}
