import type { FastifyInstance } from 'fastify';
import { isReachable } from '../db/migrate';
import type { Services } from '../services';

/** `/livez`: the process answers. `/readyz`: the schema is there, the database answers, and it is not shutting down. */
export function registerProbes(app: FastifyInstance, { db, closing }: Pick<Services, 'db' | 'closing'>, isMigrated: () => boolean): void {
  app.get('/livez', { logLevel: 'silent' }, () => ({ status: 'ok' }));
  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const ready = !closing.aborted && isMigrated() && (await isReachable(db));
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable' });
  });
}
