import Fastify, { type FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics';

/** Times every request of `app`. */
export function timeRequests(app: FastifyInstance, { requests }: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    requests.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });
}

/** A server of its own for Prometheus, on a port that the public does not reach. */
export function createMetricsServer({ registry }: Metrics): FastifyInstance {
  const server = Fastify();
  server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  return server;
}
