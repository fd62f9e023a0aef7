import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that a page of another origin asks for. `Host` is what the browser called, since the proxy keeps it:
 * so any port of localhost works, too. A client that is no browser sends neither header.
 */
export function registerSameOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (READS.has(request.method)) return;
    const { origin, host, 'sec-fetch-site': site } = request.headers;
    const foreign =
      (site !== undefined && site !== 'same-origin' && site !== 'none') ||
      (origin !== undefined && hostOf(origin) !== host);
    if (foreign)
      throw new ProblemError(403, 'cross-origin', {
        title: 'Refused',
        detail: 'Changes are accepted from the app’s own pages only.',
      });
  });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
