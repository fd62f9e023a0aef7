import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Card, ChatEvent, Confirmation, Todo, TodoPage } from '@todo-chatbot/contracts';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Assistant } from '../../src/assistant/assistant';
import { offlineAssistant } from '../../src/assistant/offline/offline-assistant';
import { readSettings, type Settings } from '../../src/config';
import type { DatabasePort } from '../../src/db/port';
import { createApp } from '../../src/http/app';
import { createLifecycle } from '../../src/lifecycle';
import { createServices, type Services } from '../../src/services';
import type { SignIn } from '../../src/session/sign-in';
import { openEvents, type TestEventSource } from './event-source';
import { startPglite } from './pglite';

export interface TestApp {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Everything that was logged. */
  readonly log: string[];
  visitor(): Visitor;
  /** Listens on loopback; gives the address. Needed for streams. */
  listen(): Promise<string>;
  stop(): Promise<void>;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'TRACE';
type More = Pick<InjectOptions, 'payload' | 'headers' | 'remoteAddress'>;

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

/** Somebody with cookies of their own. */
export interface Visitor {
  ask<T = unknown>(method: Method, url: string, more?: More): Promise<Answer<T>>;
  create(todo: object): Promise<Todo>;
  list(query?: string): Promise<TodoPage>;
  titles(query?: string): Promise<string[]>;
  /** Says something and gives all events of the answer. */
  say(message: string): Promise<ChatEvent[]>;
  /** The same, and gives the cards only. */
  cards(message: string): Promise<Card[]>;
  decide(confirmation: Confirmation, decision: 'approve' | 'deny'): Promise<Answer<unknown>>;
  cookie(): string;
  /** Id of the workspace, which is made if there is none yet. */
  workspace(): Promise<string>;
  /** The same person at another replica. */
  at(other: TestApp): Visitor;
  /** Follows the live updates over real HTTP. */
  follow(lastEventId?: string): Promise<TestEventSource>;
}

export interface TestOptions {
  readonly database?: DatabasePort;
  readonly assistant?: Assistant;
  readonly settings?: Partial<Settings>;
  readonly signIn?: SignIn;
  readonly secrets?: readonly string[];
}

const swaggerUi = createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json');
export const docsFolder = `${dirname(swaggerUi)}/static`;

/** The real app over a real database engine. A database that was given is left open at the end. */
export async function startApp(options: TestOptions = {}): Promise<TestApp> {
  const { database: given, assistant = offlineAssistant, settings = {}, signIn, secrets = [] } = options;
  const database = given ?? (await startPglite());
  const lifecycle = createLifecycle();
  lifecycle.prepared = await database.prepare();
  const defaults = readSettings({ DATABASE_URL: 'postgres://unused', LOG_LEVEL: 'info' });
  const services = createServices({ settings: { ...defaults, ...settings }, database, lifecycle, assistant, signIn });
  database.listen(services.hub, lifecycle.draining.signal);
  const log: string[] = [];
  const app = await createApp(services, { docsFolder, secrets, logStream: { write: (line) => void log.push(line) } });
  let address: Promise<string> | undefined;
  const test: TestApp = {
    app,
    services,
    log,
    visitor: () => createVisitor(test, { cookie: '' }),
    listen: () => (address ??= app.listen({ host: '127.0.0.1', port: 0 })),
    stop: async () => {
      lifecycle.draining.abort();
      lifecycle.stopping.abort();
      await app.close();
      if (given === undefined) await database.close();
    },
  };
  return test;
}

function createVisitor(test: TestApp, jar: { cookie: string }): Visitor {
  const visitor: Visitor = {
    ask: async <T>(method: Method, url: string, more: More = {}) => {
      const headers = { ...(jar.cookie ? { cookie: jar.cookie } : {}), ...more.headers };
      const answer = await test.app.inject({ method: method as 'GET', url, ...more, headers });
      const given = [answer.headers['set-cookie'] ?? []].flat()[0];
      if (given) jar.cookie = given.split(';')[0] ?? '';
      const isJson = String(answer.headers['content-type']).includes('json');
      const body = (isJson && answer.body !== '' ? answer.json() : undefined) as T;
      return { status: answer.statusCode, body, headers: answer.headers, text: answer.body };
    },
    create: async (todo) => (await visitor.ask<Todo>('POST', '/api/todos', { payload: todo })).body,
    list: async (query = '') => (await visitor.ask<TodoPage>('GET', `/api/todos${query}`)).body,
    titles: async (query) => (await visitor.list(query)).items.map(({ title }) => title),
    say: async (message) =>
      readEvents<ChatEvent>((await visitor.ask('POST', '/api/chat', { payload: { message } })).text),
    cards: async (message) =>
      (await visitor.say(message)).flatMap((event) => (event.type === 'card' ? [event.card] : [])),
    decide: ({ id }, decision) => visitor.ask('POST', `/api/chat/confirmations/${id}`, { payload: { decision } }),
    cookie: () => jar.cookie,
    workspace: async () => {
      await visitor.list();
      const session = await test.services.sessions.find(jar.cookie.split('=')[1]);
      if (session === undefined) throw new Error('there is no session');
      return session.workspace;
    },
    at: (other) => createVisitor(other, jar),
    follow: async (lastEventId) => {
      if (jar.cookie === '') await visitor.ask('GET', '/api/session');
      const headers = { cookie: jar.cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
      return openEvents(`${await test.listen()}/api/events`, { headers });
    },
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
