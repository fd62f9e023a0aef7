import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { Lifecycle } from '../lifecycle';

const TWO_YEARS_SECONDS = 63_072_000;

export const CONTENT_SECURITY_POLICY = {
  'default-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

export const REFERRER_POLICY = 'same-origin';

/** Headers of every answer, errors and streams included. */
export async function registerHeaders(app: FastifyInstance, { draining }: Lifecycle): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: CONTENT_SECURITY_POLICY,
    },
    referrerPolicy: { policy: REFERRER_POLICY },
    xFrameOptions: { action: 'deny' },
    // Only where there is TLS: below.
    strictTransportSecurity: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.protocol === 'https')
      reply.header('strict-transport-security', `max-age=${TWO_YEARS_SECONDS}; includeSubDomains`);
    // Whatever the address looks like; a page that may be kept says so itself.
    reply.header('cache-control', 'no-store');
    // A proxy that keeps connections open would send its next request to a server that is gone.
    if (draining.signal.aborted) reply.header('connection', 'close');
  });
}
