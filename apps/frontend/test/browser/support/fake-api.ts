import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  bulkSchema,
  chatRequestSchema,
  decisionSchema,
  headers as headerNames,
  listQuerySchema,
  moveSchema,
  newTodoSchema,
  routes,
  todoPatchSchema,
  type Card,
  type Change,
  type ChatEvent,
  type LiveEvent,
  type Message,
  type Session,
  type Todo,
} from '@todo-chatbot/contracts';
import { listTodos } from './fake-list';

/** Answers one chat message in a test: yields events after `start`; the fake adds `done`. */
export type Script = (input: { message: string; api: FakeApi; signal: AbortSignal }) => AsyncGenerator<ChatEvent>;

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/**
 * The API as its contracts describe it, in memory: for what a real server cannot be made to do on demand.
 * Fails closed: a request that the contracts do not know fails the test that made it.
 */
export class FakeApi {
  readonly todos = new Map<string, Todo>();
  readonly messages: Message[] = [];
  readonly unexpected: string[] = [];
  readonly requests: string[] = [];
  session: Session = { kind: 'anonymous', name: null, signInAvailable: false, assistant: { kind: 'offline', name: 'Offline assistant' } };
  script: Script = async function* () {
    yield { type: 'text', delta: 'Hello.' };
  };
  /** Takes a request before the fake does, when it gives an answer. */
  intercept: (method: string, path: string) => Promise<Answer | undefined> | Answer | undefined = () => undefined;
  private readonly streams = new Set<ServerResponse>();
  private readonly undos = new Map<string, () => Change>();
  private readonly created = new Map<string, Todo>();
  private events: LiveEvent[] = [];

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    this.respond(request, response).catch((error: unknown) => {
      this.unexpected.push(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };

  /** Puts a todo in place, as if it had always been there. */
  seed(part: Partial<Todo> & { readonly title: string }): Todo {
    const todo: Todo = {
      id: randomUUID(),
      notes: '',
      due: null,
      priority: 'none',
      tags: [],
      done: false,
      completedAt: null,
      position: `a${String(this.todos.size).padStart(6, '0')}`,
      version: 1,
      createdAt: new Date(1_700_000_000_000 + this.todos.size * 1000).toISOString(),
      updatedAt: new Date().toISOString(),
      ...part,
    };
    this.todos.set(todo.id, todo);
    return todo;
  }

  /** Does what a change in another window, or by the assistant, does. */
  change(summary: string, upserted: readonly Todo[], deleted: readonly string[] = []): Change {
    const before = [...upserted.map((todo) => todo.id), ...deleted].map((id) => [id, this.known(id)] as const);
    const todos = upserted.map((todo) => ({ ...todo, version: (this.todos.get(todo.id)?.version ?? 0) + 1, updatedAt: new Date().toISOString() }));
    for (const todo of todos) this.todos.set(todo.id, todo);
    for (const id of deleted) this.todos.delete(id);
    const undoId = randomUUID();
    this.undos.set(undoId, () => {
      const now = before.map(([id]) => this.todos.get(id)?.version ?? 0);
      return this.change(
        `Undid: ${summary}`,
        before.flatMap(([, old], index) => (old === undefined ? [] : [{ ...old, version: Math.max(old.version, now[index] ?? 0) }])),
        before.filter(([, old]) => old === undefined).map(([id]) => id),
      );
    });
    this.publish({ type: 'todos', upserted: todos, deleted: [...deleted] });
    return { undoId, summary, todos, deleted: [...deleted] };
  }

  publish(event: LiveEvent): void {
    this.events.push(event);
    for (const stream of this.streams) this.sendLive(stream, this.events.length, event);
  }

  /** A todo that was there before; one of version 0 is only just being put in place. */
  private known(id: string): Todo | undefined {
    const todo = this.todos.get(id);
    return todo?.version === 0 ? undefined : todo;
  }

  /** Ends the live connections, as a server does that is replaced. */
  dropConnections(): void {
    for (const stream of this.streams) stream.end();
    this.streams.clear();
  }

  addMessage(role: Message['role'], text: string, rest: Partial<Message> = {}): Message {
    const message: Message = { id: randomUUID(), role, text, cards: [], state: 'complete', createdAt: new Date().toISOString(), ...rest };
    this.messages.push(message);
    this.publish({ type: 'chat' });
    return message;
  }

  confirmation(summary: string, todos: readonly Todo[]): Extract<Card, { kind: 'confirmation' }> {
    return {
      kind: 'confirmation',
      id: randomUUID(),
      summary,
      changes: todos.map((todo) => ({ todoId: todo.id, title: todo.title, description: 'will be deleted' })),
      total: todos.length,
      expiresAt: new Date(Date.now() + 600_000).toISOString(),
      state: 'pending',
    };
  }

  private sendLive(stream: ServerResponse, id: number, event: LiveEvent): void {
    stream.write(`event: ${event.type}\nid: ${String(id)}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? 'GET';
    this.requests.push(`${method} ${url.pathname}`);
    const taken = await this.intercept(method, url.pathname);
    if (taken !== undefined) return reply(response, taken);
    if (url.pathname === routes.events) return this.live(request, response);
    const body = await read(request);
    if (url.pathname === routes.chat) return this.chat(chatRequestSchema.parse(JSON.parse(body)).message, response);
    return reply(response, this.route(method, url, { body, request }));
  }

  private route(method: string, url: URL, { body, request }: { body: string; request: IncomingMessage }): Answer {
    const [, , area, id = '', verb] = url.pathname.split('/');
    const json = (): unknown => JSON.parse(body);
    switch (`${method} ${[area, ...(id === '' ? [] : [['bulk', 'history', 'import', 'export.json', 'export.csv', 'confirmations'].includes(id) ? id : ':id']), ...(verb === undefined ? [] : [verb === 'move' ? verb : ':id'])].join('/')}`) {
      case 'GET session':
        return { body: this.session };
      case 'GET todos':
        return { body: listTodos([...this.todos.values()], listQuerySchema.parse(Object.fromEntries(url.searchParams))) };
      case 'POST todos':
        return { status: 201, body: this.create(json(), String(request.headers[headerNames.idempotencyKey])) };
      case 'PATCH todos/:id':
        return this.patch(id, json(), request.headers['if-match']);
      case 'DELETE todos/:id':
        return this.withTodo(id, (todo) => this.change(`Deleted “${todo.title}”`, [], [id]));
      case 'POST todos/:id/move':
        return this.withTodo(id, (todo) => this.move(todo, json()));
      case 'POST todos/bulk':
        return { body: this.bulk(json()) };
      case 'POST todos/import':
        return { body: this.import(json() as { title?: string }[]) };
      case 'POST undo/:id':
        return this.undo(id);
      case 'GET chat/history':
        return { body: { messages: this.messages } };
      case 'DELETE chat/history':
        this.messages.length = 0;
        return { status: 204 };
      case 'POST chat/confirmations/:id':
        return this.decide(verb ?? '', json());
      default:
        throw new Error('the contracts do not know this request');
    }
  }

  private create(json: unknown, key: string): Todo {
    const known = this.created.get(key);
    if (known !== undefined) return known;
    const parsed = newTodoSchema.parse(json);
    const todo = this.seed({ ...parsed, version: 0 });
    const [stored] = this.change(`Added “${todo.title}”`, [todo]).todos as [Todo];
    this.created.set(key, stored);
    return stored;
  }

  private patch(id: string, json: unknown, ifMatch: string | undefined): Answer {
    const patch = todoPatchSchema.parse(json);
    return this.withTodo(id, (todo) => {
      if (ifMatch !== `"${String(todo.version)}"`) return problem(412, 'version-conflict', { current: todo });
      const completedAt = patch.done === undefined ? todo.completedAt : patch.done ? new Date().toISOString() : null;
      return this.change('Changed', [{ ...todo, ...(patch as Partial<Todo>), completedAt }]);
    });
  }

  private move(todo: Todo, json: unknown): Change {
    const { after, before } = moveSchema.parse(json);
    const positionOf = (id: string | null, missing: string): string => {
      if (id !== null && !this.todos.has(id)) throw new Error('no such neighbour');
      return id === null ? missing : (this.todos.get(id)?.position ?? missing);
    };
    return this.change('Moved', [{ ...todo, position: between(positionOf(after, ''), positionOf(before, '~')) }]);
  }

  private bulk(json: unknown): Change {
    const bulk = bulkSchema.parse(json);
    const all = [...this.todos.values()];
    if (bulk.action === 'clear-done') return this.change('Cleared', [], all.filter((todo) => todo.done).map((todo) => todo.id));
    const chosen = all.filter((todo) => bulk.ids.includes(todo.id));
    if (bulk.action === 'delete') return this.change('Deleted', [], chosen.map((todo) => todo.id));
    return this.change('Changed', chosen.map((todo) => ({ ...todo, done: bulk.action === 'complete' })));
  }

  private import(rows: readonly { title?: string }[]): Change & { rejected: { line: number; reason: string }[] } {
    const good = rows.filter((row) => row.title !== undefined && row.title !== '');
    const change = this.change(
      `Imported ${String(good.length)} todos`,
      good.map((row) => this.seed({ title: row.title ?? '', version: 0 })),
    );
    return { ...change, rejected: rows.flatMap((row, index) => (good.includes(row) ? [] : [{ line: index + 1, reason: 'title: missing' }])) };
  }

  private undo(id: string): Answer {
    const undo = this.undos.get(id);
    this.undos.delete(id);
    return undo === undefined ? problem(404, 'not-found') : { body: undo() };
  }

  private decide(id: string, json: unknown): Answer {
    const { decision } = decisionSchema.parse(json);
    const holder = this.messages.find(({ cards }) => cards.some((card) => card.kind === 'confirmation' && card.id === id));
    const card = holder?.cards.find((one) => one.kind === 'confirmation' && one.id === id);
    if (card?.kind !== 'confirmation' || card.state !== 'pending') return problem(410, 'confirmation-over');
    card.state = decision === 'approve' ? 'approved' : 'denied';
    const change = decision === 'approve' ? this.change(`Deleted ${String(card.total)} todos`, [], card.changes.map((one) => one.todoId)) : null;
    this.publish({ type: 'chat' });
    return { body: { confirmation: card, change } };
  }

  private withTodo(id: string, act: (todo: Todo) => Change | Answer): Answer {
    const todo = this.todos.get(id);
    if (todo === undefined) return problem(404, 'not-found');
    const result = act(todo);
    return 'undoId' in result ? { body: result } : result;
  }

  private live(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const since = Number(request.headers['last-event-id'] ?? this.events.length);
    response.write(`retry: 200\nevent: ready\nid: ${String(since)}\ndata: {}\n\n`);
    this.events.slice(since).forEach((event, index) => this.sendLive(response, since + index + 1, event));
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private async chat(message: string, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const emit = (event: ChatEvent): void => void response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    const messageId = randomUUID();
    emit({ type: 'start', userMessage: this.addMessage('user', message), messageId });
    let text = '';
    const cards: Card[] = [];
    for await (const event of this.script({ message, api: this, signal: gone.signal })) {
      if (event.type === 'text') text += event.delta;
      if (event.type === 'card') cards.push(event.card);
      emit(event);
      if (event.type === 'error') {
        this.addMessage('assistant', text, { id: messageId, cards, state: 'failed' });
        return void response.end();
      }
      if (gone.signal.aborted) break;
    }
    const said = this.addMessage('assistant', text, { id: messageId, cards, state: gone.signal.aborted ? 'stopped' : 'complete' });
    emit({ type: 'done', message: said });
    response.end();
  }
}

/** A position that sorts behind one and before another. */
function between(low: string, high: string): string {
  let position = `${low}U`;
  while (position >= high) position = low === '' ? ` ${position}` : `${low}${' '.repeat(position.length - low.length)}U`;
  return position;
}

/** Problem details, as the API sends them. */
export function problem(status: number, code: string, rest: Record<string, unknown> = {}): Answer {
  return {
    status,
    body: { type: 'about:blank', title: code, status, code, requestId: 'test-request', ...rest },
    headers: { 'content-type': 'application/problem+json' },
  };
}

function reply(response: ServerResponse, { status = 200, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
