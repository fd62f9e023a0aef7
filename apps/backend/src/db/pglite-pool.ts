import type { PGlite } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';

/** The embedded engine as a pool of one connection, which is lent to one borrower at a time: a transaction keeps it to its end. */
export function poolOf(engine: PGlite): PostgresPool {
  let returned = Promise.resolve();
  const connect = async (): Promise<PostgresPoolClient> => {
    const before = returned;
    let release = (): void => undefined;
    returned = new Promise((resolve) => (release = resolve));
    await before;
    return { ...client, release };
  };
  const query = async <Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> => {
    const { rows, affectedRows = 0 } = await engine.query<Row>(sql, [...parameters]);
    // The engine does not say which command it was; only how many rows it changed is asked for.
    return { command: 'UPDATE', rowCount: affectedRows, rows };
  };
  // Cursors, the other form of a query, are used nowhere.
  const client = { query: query as PostgresPoolClient['query'] };
  return { connect, end: () => engine.close() };
}
