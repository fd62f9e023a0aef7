import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { Kysely, PostgresDialect } from 'kysely';
import { CHANNEL } from '../live/outbox';
import { migrate } from './migrate';
import { poolOf } from './pglite-pool';
import type { DatabasePort } from './port';
import { APP_ROLE } from './roles';
import type { Database } from './schema';

/** A real Postgres engine inside this process, for development and tests. It has one connection, so one replica. */
export async function openPglite(options: PGliteOptions = {}): Promise<DatabasePort & { readonly engine: PGlite }> {
  const engine = await PGlite.create(options);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: poolOf(engine) }) });
  return {
    db,
    engine,
    prepare: async () => {
      await engine.exec('reset role');
      const prepared = await migrate(db);
      await engine.exec(`set role ${APP_ROLE}`);
      return prepared;
    },
    listen: (listener, signal) => {
      void engine.listen(CHANNEL, (workspace) => signal.aborted || listener.wake(workspace));
    },
    close: () => db.destroy(),
  };
}
