import { connectPostgres } from '../../src/db/postgres';
import type { DatabasePort } from '../../src/db/port';
import { startPglite } from './pglite';
import { startPostgres } from './postgres';

/** Every database engine that the server runs on; a contract suite holds for each. */
export const engines = ['PostgreSQL', 'PGlite'] as const;
export type Engine = (typeof engines)[number];

export interface OpenEngine {
  readonly database: DatabasePort;
  close(): Promise<void>;
}

/** An empty, migrated database. */
export async function openEngine(engine: Engine): Promise<OpenEngine> {
  if (engine === 'PGlite') {
    const database = await startPglite();
    return { database, close: () => database.close() };
  }
  const postgres = await startPostgres();
  const idleErrors: Error[] = [];
  const database = connectPostgres({
    url: await postgres.createDatabase(),
    onIdleError: (error) => idleErrors.push(error),
  });
  return {
    database,
    close: async () => {
      await database.close();
      await postgres.stop();
      expect(idleErrors).toEqual([]);
    },
  };
}
