import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addHits } from '../limits/repository';
import { sharedStore } from '../limits/shared-store';
import { ProblemError } from '../problem';
import type { Services } from '../services';

declare module 'fastify' {
  interface FastifyRequest {
    /** Each counts this request, and throws a 429 when it is one too many. */
    limits: Readonly<Record<'session' | 'newSession' | 'chat', () => Promise<void>>>;
  }
}

const MINUTE_MS = 60_000;

/** Limits that all replicas share: per address on every request, the others where a route or hook asks for them. */
export async function registerLimits(
  app: FastifyInstance,
  { database, settings, metrics }: Pick<Services, 'database' | 'settings' | 'metrics'>,
): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    store: sharedStore((key, added) => addHits(database.db, key, added)),
  });

  const limiter = (
    name: string,
    max: number,
    options: { windowMs: number; keyOf: (request: FastifyRequest) => string },
  ) => {
    const check = app.createRateLimit({
      max,
      timeWindow: options.windowMs,
      keyGenerator: (request) => `${name}:${options.keyOf(request)}`,
    });
    return async (request: FastifyRequest): Promise<void> => {
      if (max === 0) return;
      const result = await check(request);
      if (result.isAllowed || !result.isExceeded) return;
      metrics.refusals.inc({ limit: name });
      throw new ProblemError(429, 'rate-limited', {
        title: 'Too many requests',
        detail: `Try again in ${result.ttlInSeconds} s.`,
        headers: { 'retry-after': String(result.ttlInSeconds) },
      });
    };
  };
  const addressOf = ({ ip }: FastifyRequest): string => normalizeIP(ip, 64);
  const workspaceOf = ({ workspace }: FastifyRequest): string => workspace;
  const address = limiter('address', settings.RATE_LIMIT_ADDRESS, { windowMs: MINUTE_MS, keyOf: addressOf });
  const session = limiter('session', settings.RATE_LIMIT_SESSION, { windowMs: MINUTE_MS, keyOf: workspaceOf });
  const newSession = limiter('new-session', settings.RATE_LIMIT_NEW_SESSIONS, {
    windowMs: 60 * MINUTE_MS,
    keyOf: addressOf,
  });
  const chat = limiter('chat', settings.RATE_LIMIT_CHAT, { windowMs: MINUTE_MS, keyOf: workspaceOf });

  app.decorateRequest('limits', null as unknown as FastifyRequest['limits']);
  app.addHook('onRequest', async (request) => {
    request.limits = {
      session: () => session(request),
      newSession: () => newSession(request),
      chat: () => chat(request),
    };
    await address(request);
  });
}
