import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { ChatEvent, Todo, TodoPage } from '@todo-chatbot/contracts';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Assistant } from '../../src/assistant/assistant';
import { offlineAssistant } from '../../src/assistant/offline/offline-assistant';
import { readSettings, type Settings } from '../../src/config';
import type { DatabasePort } from '../../src/db/port';
import { createApp } from '../../src/http/app';
import { createLifecycle } from '../../src/lifecycle';
import { createServices, type Services } from '../../src/services';
import type { SignIn } from '../../src/session/sign-in';
import { startPglite } from './pglite';

export interface TestApp {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Everything that was logged. */
  readonly log: string[];
  visitor(): Visitor;
  stop(): Promise<void>;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

/** Somebody with cookies of their own. */
export interface Visitor {
  ask<T = unknown>(
    method: Method,
    url: string,
    more?: Pick<InjectOptions, 'payload' | 'headers' | 'remoteAddress'>,
  ): Promise<Answer<T>>;
  create(todo: object): Promise<Todo>;
  list(query?: string): Promise<TodoPage>;
  titles(query?: string): Promise<string[]>;
  /** Says something and gives all events of the answer. */
  say(message: string): Promise<ChatEvent[]>;
  cookie(): string;
}

export interface TestOptions {
  readonly database?: DatabasePort;
  readonly assistant?: Assistant;
  readonly settings?: Partial<Settings>;
  readonly signIn?: SignIn;
}

export const docsFolder = `${dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json'))}/static`;

/** The real app over a real database engine. A database that was given is left open at the end. */
export async function startApp({
  database: given,
  assistant = offlineAssistant,
  settings = {},
  signIn,
}: TestOptions = {}): Promise<TestApp> {
  const database = given ?? (await startPglite());
  const lifecycle = createLifecycle();
  lifecycle.prepared = await database.prepare();
  const defaults = readSettings({ DATABASE_URL: 'postgres://unused', LOG_LEVEL: 'info' });
  const services = createServices({ settings: { ...defaults, ...settings }, database, lifecycle, assistant, signIn });
  database.listen(services.hub, lifecycle.draining.signal);
  const log: string[] = [];
  const app = await createApp(services, { docsFolder, logStream: { write: (line) => void log.push(line) } });
  return {
    app,
    services,
    log,
    visitor: () => createVisitor(app),
    stop: async () => {
      lifecycle.draining.abort();
      lifecycle.stopping.abort();
      await app.close();
      if (given === undefined) await database.close();
    },
  };
}

function createVisitor(app: FastifyInstance): Visitor {
  let cookie = '';
  const visitor: Visitor = {
    ask: async <T>(
      method: Method,
      url: string,
      more: Pick<InjectOptions, 'payload' | 'headers' | 'remoteAddress'> = {},
    ) => {
      const answer = await app.inject({
        method,
        url,
        ...more,
        headers: { ...(cookie ? { cookie } : {}), ...more.headers },
      });
      const given = [answer.headers['set-cookie'] ?? []].flat()[0];
      if (given) cookie = given.split(';')[0] ?? '';
      const isJson = String(answer.headers['content-type']).includes('json');
      return {
        status: answer.statusCode,
        body: (isJson ? answer.json() : undefined) as T,
        headers: answer.headers,
        text: answer.body,
      };
    },
    create: async (todo) => (await visitor.ask<Todo>('POST', '/api/todos', { payload: todo })).body,
    list: async (query = '') => (await visitor.ask<TodoPage>('GET', `/api/todos${query}`)).body,
    titles: async (query) => (await visitor.list(query)).items.map(({ title }) => title),
    say: async (message) =>
      readEvents<ChatEvent>((await visitor.ask('POST', '/api/chat', { payload: { message } })).text),
    cookie: () => cookie,
  };
  return visitor;
}

/** The data of all events in a finished stream. */
export function readEvents<T>(stream: string): T[] {
  return stream
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)) as T);
}
