import type { FastifyInstance, InjectOptions } from 'fastify';
import { offlineAssistant } from '../../src/assistant/offline/offline-assistant';
import { migrate } from '../../src/db/migrate';
import { connectPostgres } from '../../src/db/postgres';
import { createApp } from '../../src/http/app';
import { createHub } from '../../src/live/hub';
import { createServices, type Services } from '../../src/services';
import { startPostgres } from './postgres';

export interface TestApp {
  readonly app: FastifyInstance;
  readonly services: Services;
  visitor(): Visitor;
  stop(): Promise<void>;
}

/** Somebody with cookies of their own. */
export interface Visitor {
  ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, more?: Pick<InjectOptions, 'payload' | 'headers'>): Promise<{ status: number; body: unknown; headers: Record<string, unknown>; text: string }>;
}

/** The real app over a real database. */
export async function startApp(): Promise<TestApp> {
  const postgres = await startPostgres();
  const { db } = connectPostgres({ url: postgres.url, onIdleError: () => undefined });
  await migrate(db);
  const closing = new AbortController();
  const services = createServices({ settings: { LOG_LEVEL: 'silent', TRUST_PROXY: 1 }, db, hub: createHub(), assistant: offlineAssistant, closing: closing.signal });
  const app = await createApp(services, () => true);
  return {
    app,
    services,
    visitor: () => createVisitor(app),
    stop: async () => {
      closing.abort();
      await app.close();
      await db.destroy();
      await postgres.stop();
    },
  };
}

function createVisitor(app: FastifyInstance): Visitor {
  let cookie = '';
  return {
    ask: async (method, url, more = {}) => {
      const answer = await app.inject({ method, url, ...more, headers: { ...(cookie ? { cookie } : {}), ...more.headers } });
      const given = [answer.headers['set-cookie'] ?? []].flat()[0];
      if (given) cookie = given.split(';')[0] ?? '';
      const isJson = String(answer.headers['content-type']).includes('json');
      return { status: answer.statusCode, body: isJson ? answer.json() : undefined, headers: answer.headers, text: answer.body };
    },
  };
}
