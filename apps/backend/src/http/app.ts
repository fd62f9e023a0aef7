import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { ProblemError } from '../problem';
import type { Services } from '../services';
import { registerErrors } from './errors';
import { registerProbes } from './probes';
import { chatRoutes } from './routes/chat';
import { liveRoutes } from './routes/live';
import { sessionRoutes } from './routes/session';
import { todoRoutes } from './routes/todos';
import { registerSameOrigin } from './same-origin';
import { registerSession } from './session-hook';

const BODY_LIMIT = 64 * 1024;

/** Composes the server; nothing listens yet. `isMigrated` says when requests may reach the database. */
export async function createApp(services: Services, isMigrated: () => boolean): Promise<FastifyInstance> {
  const app = Fastify({
    logger: {
      level: services.settings.LOG_LEVEL,
      redact: ['req.headers.cookie', 'req.headers.authorization', 'res.headers["set-cookie"]'],
      // Paths only: a query string may hold what somebody searched for.
      serializers: { req: ({ method, url }) => ({ method, path: url.split('?')[0] }) },
    },
    genReqId: () => randomUUID(),
    trustProxy: (_address, hop) => hop <= services.settings.TRUST_PROXY,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerErrors(app);
  await app.register(helmet, { contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } }, strictTransportSecurity: false });
  await app.register(cookie);
  registerProbes(app, services, isMigrated);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  await app.register(async (api) => {
    api.addHook('onRequest', async () => {
      if (!isMigrated()) throw new ProblemError(503, 'starting', { title: 'Starting', detail: 'The database is not ready yet.', headers: { 'retry-after': '1' } });
    });
    registerSameOrigin(api);
    registerSession(api, services);
    for (const routes of [sessionRoutes, todoRoutes, chatRoutes, liveRoutes]) await api.register(routes(services));
  });
  return app;
}
