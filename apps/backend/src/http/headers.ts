import type { FastifyInstance } from 'fastify';
import type { Lifecycle } from '../lifecycle';

const TWO_YEARS_SECONDS = 63_072_000;

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join(';');

/** The same for every answer, so they are written once rather than worked out for each. Whatever may be kept says so itself. */
export const FIXED_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Headers of every answer, errors and streams included. */
export function registerHeaders(app: FastifyInstance, { draining }: Lifecycle): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(FIXED_HEADERS).header('x-request-id', request.id);
    // Only where there is TLS.
    if (request.protocol === 'https')
      reply.header('strict-transport-security', `max-age=${TWO_YEARS_SECONDS}; includeSubDomains`);
    // A proxy that keeps connections open would send its next request to a server that is gone.
    if (draining.signal.aborted) reply.header('connection', 'close');
    done();
  });
}
