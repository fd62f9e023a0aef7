import {
  changeSchema,
  chatEventSchema,
  routes,
  todoPageSchema,
  todoSchema,
  type Change,
  type ChatEvent,
  type Todo,
  type TodoPage,
  type TodoPatch,
} from '@todo-chatbot/contracts';
import type { CheckContext, Session } from '@fairlead/deploy';

/** A visitor of the Todo Chatbot; every answer is held against the contract. */
export interface Visitor {
  readonly session: Session;
  list(): Promise<TodoPage>;
  create(title: string): Promise<Todo>;
  patch(todo: Todo, fields: TodoPatch): Promise<Change>;
  remove(todo: Todo): Promise<Change>;
  /** Sends a message and reads the answer to its end. */
  chat(message: string): Promise<readonly ChatEvent[]>;
}

// A model may think for a while.
const CHAT_MS = 60_000;

/** A visitor who was never here before; what they leave behind is deleted after the last check. */
export function newVisitor(context: CheckContext): Visitor {
  const session = context.session();
  const visitor: Visitor = {
    session,
    list: async () => todoPageSchema.parse(await session.json(routes.todos)),
    create: async (title) => todoSchema.parse(await session.json(routes.todos, { method: 'POST', json: { title } })),
    patch: async (todo, fields) =>
      changeSchema.parse(await session.json(routes.todo(todo.id), { method: 'PATCH', json: fields, headers: { 'if-match': `"${todo.version}"` } })),
    remove: async (todo) => changeSchema.parse(await session.json(routes.todo(todo.id), { method: 'DELETE' })),
    chat: async (message) => {
      const response = await session.request(routes.chat, { method: 'POST', json: { message }, timeoutMs: CHAT_MS });
      const type = response.headers.get('content-type') ?? '';
      if (!type.startsWith('text/event-stream')) throw new Error(`the chat answered ${response.status} with ${type || 'no type'}`);
      return parseEvents(await response.text());
    },
  };
  context.cleanUp(() => forget(visitor));
  return visitor;
}

async function forget(visitor: Visitor): Promise<void> {
  const { items } = await visitor.list();
  if (items.length === 0) return;
  await visitor.session.json(routes.bulk, { method: 'POST', json: { action: 'delete', ids: items.map(({ id }) => id) } });
}

function parseEvents(stream: string): readonly ChatEvent[] {
  return stream
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => chatEventSchema.parse(JSON.parse(line.slice('data: '.length))));
}
