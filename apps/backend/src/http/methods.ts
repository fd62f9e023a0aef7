import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Notes every path as it is registered; the result answers the other methods of those paths with 405. Call it last. */
export function refuseOtherMethods(app: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = known.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...known]) {
      const allow = [...methods].sort().join(', ');
      const handler = (): never => {
        throw new ProblemError(405, 'method-not-allowed', {
          title: 'Method not allowed',
          detail: `This path takes ${allow}.`,
          headers: { allow },
        });
      };
      app.route({ method: METHODS.filter((method) => !methods.has(method)), url, handler, schema: { hide: true } });
    }
  };
}
