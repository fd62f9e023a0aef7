import { CompiledQuery, QueryCreator, type Kysely, type QueryExecutor, type QueryResult } from 'kysely';
import type { Database } from './schema';

/** Builds and runs queries. */
export type Statements = QueryCreator<Database> & Pick<Kysely<Database>, 'executeQuery' | 'getExecutor'>;

/** A transaction that is under way. */
export interface Course {
  readonly statements: Statements;
  /** Leaves a statement to itself: it is not waited for before the next one, or the end, is sent. It must succeed all the same. */
  leave(statement: Promise<unknown>): void;
}

/**
 * Runs `work` in a transaction. Statements need not wait for each other, other than in Kysely's own: those that are
 * given at once travel together, and PostgreSQL does them one after another. `first` goes with the beginning.
 */
export function transact<T>(
  db: Kysely<Database>,
  first: CompiledQuery,
  work: (course: Course) => Promise<T>,
): Promise<T> {
  const executor = db.getExecutor();
  return executor.provideConnection(async (connection) => {
    const statements = new StatementsOn(
      executor.withConnectionProvider({ provideConnection: (consumer) => consumer(connection) }),
    );
    const left: Promise<unknown>[] = [];
    const leave = (statement: Promise<unknown>): void => {
      // Looked at in the end, whatever `work` does.
      statement.catch(() => undefined);
      left.push(statement);
    };
    leave(statements.executeQuery(BEGIN));
    leave(statements.executeQuery(first));
    try {
      const result = await work({ statements, leave });
      const committed = commit(statements);
      await Promise.all([...left, committed]);
      return result;
    } catch (error) {
      // After a statement that failed all others are refused: it is the first one that tells why.
      const failed = (await Promise.allSettled(left)).find(({ status }) => status === 'rejected');
      // It fails only where the connection is gone, which the pool then drops.
      await statements.executeQuery(ROLLBACK).catch(() => undefined);
      throw failed?.status === 'rejected' ? failed.reason : error;
    }
  });
}

const BEGIN = CompiledQuery.raw('begin');
const COMMIT = CompiledQuery.raw('commit');
const ROLLBACK = CompiledQuery.raw('rollback');

/** PostgreSQL ends a transaction in which something failed by a rollback, and does not call that an error. */
async function commit(statements: Statements): Promise<void> {
  const { rows } = await statements.executeQuery<{ command?: string }>(COMMIT);
  if (rows[0]?.command === 'ROLLBACK') throw new Error('a transaction in which a statement had failed was to be kept');
}

class StatementsOn extends QueryCreator<Database> {
  readonly #executor: QueryExecutor;

  constructor(executor: QueryExecutor) {
    super({ executor });
    this.#executor = executor;
  }

  getExecutor(): QueryExecutor {
    return this.#executor;
  }

  executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    return this.#executor.executeQuery(query);
  }
}
