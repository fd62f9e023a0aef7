import { headers as headerNames, routes, type Change, type NewTodo, type PortableTodo, type Todo, type TodoPage, type TodoPatch } from '@todo-chatbot/contracts';

/** The person on another device: the same session, without this page and past its faulty connection. */
export class Elsewhere {
  constructor(
    private readonly port: number,
    private readonly cookie: string,
  ) {}

  /** @throws Error with what the server says when it refuses. */
  async ask<T>(method: string, path: string, { json, headers = {} }: { json?: unknown; headers?: Record<string, string> } = {}): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${String(this.port)}${path}`, {
      method,
      headers: { cookie: this.cookie, ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  create(todo: NewTodo): Promise<Todo> {
    return this.ask('POST', routes.todos, { json: todo, headers: { [headerNames.idempotencyKey]: crypto.randomUUID() } });
  }

  patch(todo: Todo, json: TodoPatch): Promise<Change> {
    return this.ask('PATCH', routes.todo(todo.id), { json, headers: { 'if-match': `"${String(todo.version)}"` } });
  }

  /** Puts todos in place, in this order. */
  async import(todos: readonly (Partial<PortableTodo> & { readonly title: string })[]): Promise<void> {
    if (todos.length > 0) await this.ask('POST', routes.import, { json: todos });
  }

  /** Up to 200 of what is stored, done or not, in manual order. */
  async list(): Promise<readonly Todo[]> {
    return (await this.ask<TodoPage>('GET', `${routes.todos}?limit=200`)).items;
  }

  /** How many todos are stored. */
  async count(): Promise<number> {
    return (await this.ask<TodoPage>('GET', `${routes.todos}?limit=1`)).counts.all;
  }

  async titles(): Promise<string[]> {
    return (await this.list()).map(({ title }) => title);
  }
}
