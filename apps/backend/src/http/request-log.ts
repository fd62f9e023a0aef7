import type { FastifyInstance } from 'fastify';
import { pseudonym } from '../logging';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked so often that its log would hide the rest. */
    quiet?: boolean;
  }
}

/** One line per request: who (by pseudonym), what, how it ended. Never a body, a cookie or what was searched for. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { config, url } = request.routeOptions;
    if (config.quiet === true) return;
    request.log.info(
      {
        method: request.method,
        route: url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ...(request.workspace ? { user: pseudonym(request.workspace) } : {}),
      },
      'request',
    );
  });
}
