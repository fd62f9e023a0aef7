import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Services } from '../services';

const MOST_MS = 2_000;

/** `/livez`: the process answers. `/readyz`: the schema is there, the database answers, and it is not shutting down. */
export function registerProbes(
  app: FastifyInstance,
  { database, lifecycle }: Pick<Services, 'database' | 'lifecycle'>,
): void {
  const isReady = async (): Promise<boolean> => {
    if (lifecycle.draining.signal.aborted || lifecycle.prepared === undefined) return false;
    const answered = sql`select 1`.execute(database.db).then(
      () => true,
      () => false,
    );
    return Promise.race([answered, new Promise<boolean>((resolve) => setTimeout(resolve, MOST_MS, false).unref())]);
  };
  app.get('/livez', { schema: { hide: true }, config: { quiet: true } }, () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true }, config: { quiet: true } }, async (_request, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable' });
  });
}
