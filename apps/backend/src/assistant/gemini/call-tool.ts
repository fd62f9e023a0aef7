import { prioritySchema, type Card, type Todo } from '@todo-chatbot/contracts';
import { z } from 'zod';
import { localTime, momentIn } from '../../time';
import type { Turn } from '../assistant';
import { ToolRefusal } from '../toolbox';
import { toolSchemas, type ToolName } from './declarations';

const NOTES_SHOWN = 300;
const FOUND_AT_MOST = 20;

/** What a tool tells the model, and what it shows the person. */
export interface ToolOutcome {
  readonly response: Record<string, unknown>;
  readonly card?: Card;
}

/** Results have a form of their own, too: nothing else reaches the model. */
const foundSchema = z.strictObject({
  total: z.int(),
  todos: z
    .array(
      z.strictObject({
        id: z.uuid(),
        title: z.string().max(200),
        notes: z.string().max(NOTES_SHOWN + 1),
        due: z.string().nullable(),
        priority: prioritySchema,
        tags: z.array(z.string()),
        done: z.boolean(),
      }),
    )
    .max(50),
});

/** Does what the model asked for, as far as it may. Arguments that do not fit, and tools that are not there, come back as an error to the model. */
export async function callTool(turn: Turn, name: string, args: unknown): Promise<ToolOutcome> {
  if (!Object.hasOwn(toolSchemas, name)) return { response: { error: `there is no tool ${name.slice(0, 50)}` } };
  const parsed = toolSchemas[name as ToolName].safeParse(args ?? {});
  if (!parsed.success)
    return { response: { error: `arguments do not fit: ${z.prettifyError(parsed.error).slice(0, 500)}` } };
  try {
    return await TOOLS[name as ToolName](turn, parsed.data as never);
  } catch (error) {
    if (error instanceof ToolRefusal) return { response: { error: error.message } };
    throw error;
  }
}

type Arguments<Name extends ToolName> = z.output<(typeof toolSchemas)[Name]>;

const TOOLS: { readonly [Name in ToolName]: (turn: Turn, args: Arguments<Name>) => Promise<ToolOutcome> } = {
  find_todos: async ({ tools, timeZone }, { limit = FOUND_AT_MOST, ...filter }) => {
    const { todos, total } = await tools.find(filter, limit);
    return { response: foundSchema.parse({ total, todos: todos.map((todo) => inShort(todo, timeZone)) }) };
  },
  add_todos: async ({ tools, timeZone }, { todos }) => {
    const drafts = todos.map(({ title, notes = '', due = null, priority = 'none', tags = [] }) => ({
      title,
      notes,
      due: toUtc(due, timeZone),
      priority,
      tags,
    }));
    return told(await tools.add(drafts));
  },
  update_todos: async ({ tools, timeZone }, { ids, due, ...fields }) => {
    const todos = await tools.get(ids);
    if (todos.length < new Set(ids).size) return { response: { error: 'there is no todo with one of these ids' } };
    return told(await tools.change(todos, { ...fields, ...(due === undefined ? {} : { due: toUtc(due, timeZone) }) }));
  },
  delete_todos: async ({ tools }, { ids }) => {
    const todos = await tools.get(ids);
    if (todos.length < new Set(ids).size) return { response: { error: 'there is no todo with one of these ids' } };
    return told(await tools.remove(todos));
  },
};

function told(card: Card): ToolOutcome {
  if (card.kind === 'action')
    return { card, response: { done: card.change.summary, ids: card.change.todos.map(({ id }) => id) } };
  return { card, response: { waiting: 'The person has to confirm this; nothing has happened yet.' } };
}

function inShort({ id, title, notes, due, priority, tags, done }: Todo, timeZone: string) {
  return {
    id,
    title,
    notes: notes.length > NOTES_SHOWN ? `${notes.slice(0, NOTES_SHOWN)}…` : notes,
    due: due === null || due.length === 10 ? due : localTime(timeZone, new Date(due)),
    priority,
    tags,
    done,
  };
}

function toUtc(due: string | null, timeZone: string): string | null {
  return due === null || due.length === 10 ? due : momentIn(timeZone, due).toISOString();
}
