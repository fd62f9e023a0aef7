import {
  newTodoSchema,
  todoPatchSchema,
  type Card,
  type Change,
  type Confirmation,
  type NewTodo,
  type Todo,
  type TodoFilter,
  type TodoPatch,
} from '@todo-chatbot/contracts';
import { z } from 'zod';
import { ProblemError } from '../problem';
import { today } from '../time';
import { isNamed, isRequest } from './consent';

/** The most todos an assistant sees or may ask to change at once. */
export const MOST_AT_ONCE = 1000;
const MOST_CARDS = 12;

type FilterInput = { readonly [Key in keyof TodoFilter]?: TodoFilter[Key] | undefined };
export type NewDraft = Readonly<Omit<NewTodo, 'tags'>> & { readonly tags?: readonly string[] };

/** What an assistant may do: a fixed list. What the user did not name, is bulk or destroys only asks; a person's click does it. */
export interface Toolbox {
  find(filter: FilterInput, limit?: number): Promise<{ readonly todos: readonly Todo[]; readonly total: number }>;
  /** Those of the ids that are there. */
  get(ids: readonly string[]): Promise<readonly Todo[]>;
  add(drafts: readonly NewDraft[]): Promise<Card>;
  change(todos: readonly Todo[], fields: TodoPatch): Promise<Card>;
  remove(todos: readonly Todo[]): Promise<Card>;
}

/** The parts of the services that an assistant gets to. */
export interface ToolServices {
  readonly todos: {
    list(
      workspace: string,
      request: {
        filter: TodoFilter;
        page: { sort: 'due'; order: 'asc'; limit: number };
        today: ReturnType<typeof today>;
      },
    ): Promise<{ items: Todo[]; total: number }>;
    get(workspace: string, ids: readonly string[]): Promise<Todo[]>;
    create(workspace: string, drafts: readonly z.output<typeof newTodoSchema>[]): Promise<Change>;
    setFields(
      workspace: string,
      ids: readonly string[],
      set: { readonly fields: TodoPatch; readonly timeZone: string },
    ): Promise<Change>;
  };
  readonly confirmations: {
    ask(
      workspace: string,
      action:
        | { kind: 'add'; drafts: readonly z.output<typeof newTodoSchema>[] }
        | { kind: 'delete'; todos: readonly Todo[] }
        | { kind: 'change'; todos: readonly Todo[]; fields: TodoPatch },
      timeZone: string,
    ): Promise<Confirmation>;
  };
}

/** Whose tools, for which message. The workspace is the session's, never what a model or a message says. */
export interface ToolContext {
  readonly workspace: string;
  readonly timeZone: string;
  readonly message: string;
}

/** The assistant asked for something that it may not have. `message` may be told to a model, and to the person. */
export class ToolRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ToolRefusal';
  }
}

/** Tools for one answer. @throws ToolRefusal when an answer does too much, or gives what is no todo. */
export function createToolbox(
  { workspace, timeZone, message }: ToolContext,
  { todos, confirmations }: ToolServices,
): Toolbox {
  let cards = 0;
  let changed = 0;
  const count = (): void => {
    cards += 1;
    if (cards > MOST_CARDS) throw new ToolRefusal(`one answer may do ${MOST_CARDS} things at most`);
  };
  const done = (change: Change): Card => ({ kind: 'action', change });
  return {
    find: async (filter, limit = MOST_AT_ONCE) => {
      const { status = 'all', due = 'any', ...rest } = filter;
      const { items, total } = await todos.list(workspace, {
        filter: { ...rest, status, due },
        page: { sort: 'due', order: 'asc', limit },
        today: today(timeZone),
      });
      return { todos: items, total };
    },
    get: (ids) => todos.get(workspace, ids),
    add: async (given) => {
      count();
      const drafts = read(z.array(newTodoSchema).min(1).max(MOST_AT_ONCE), given);
      const isAsked = isRequest(message) && drafts.every((draft) => isTold(draft, message));
      return isAsked
        ? done(await todos.create(workspace, drafts).catch(refuseIfFull))
        : confirmations.ask(workspace, { kind: 'add', drafts }, timeZone);
    },
    change: async (chosen, given) => {
      count();
      const fields = read(todoPatchSchema, given);
      const [only] = chosen;
      const isAsked = changed === 0 && isRequest(message) && isTold(fields, message);
      changed += chosen.length;
      return isAsked && only !== undefined && chosen.length === 1 && isNamed(only.title, message)
        ? done(await todos.setFields(workspace, [only.id], { fields, timeZone }))
        : confirmations.ask(workspace, { kind: 'change', todos: chosen, fields }, timeZone);
    },
    remove: (chosen) => {
      count();
      return confirmations.ask(workspace, { kind: 'delete', todos: chosen }, timeZone);
    },
  };
}

function refuseIfFull(error: unknown): never {
  throw error instanceof ProblemError && error.code === 'too-many-todos' ? new ToolRefusal(error.message) : error;
}

/** Did the person say what is to be written? An invented text needs a click. */
function isTold({ title, notes }: Pick<TodoPatch, 'title' | 'notes'>, message: string): boolean {
  return [title, notes].every((text) => !text || isNamed(text, message));
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, error } = schema.safeParse(value);
  if (error) throw new ToolRefusal(`arguments do not fit: ${z.prettifyError(error).slice(0, 500)}`);
  return data;
}
