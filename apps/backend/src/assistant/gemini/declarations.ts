import { newTodoSchema, prioritySchema, tagSchema, todoFilterSchema } from '@todo-chatbot/contracts';
import { z } from 'zod';
import { MOST_AT_ONCE } from '../toolbox';

const MOST_LISTED = 50;
const LOCAL_DUE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d)?$/;

const due = z
  .string()
  .regex(LOCAL_DUE, 'expected 2026-11-24 or 2026-11-24T17:00')
  .nullable()
  .describe('Local day or moment; null takes it away');
const ids = z.array(z.uuid()).min(1).max(MOST_AT_ONCE).describe('Ids that find_todos gave');
const fields = {
  title: newTodoSchema.shape.title,
  notes: z.string().max(4000),
  due,
  priority: prioritySchema,
  tags: z.array(tagSchema).max(10).describe('Lower-case words without #'),
};
const { notes, priority, tags } = fields;

/** Arguments of every tool there is. What does not fit, or is not known, is refused before anything happens. */
export const toolSchemas = {
  find_todos: z.strictObject({
    ...todoFilterSchema.partial().shape,
    limit: z.int().min(1).max(MOST_LISTED).optional(),
  }),
  add_todos: z.strictObject({
    todos: z
      .array(
        z.strictObject({
          title: fields.title,
          notes: notes.optional(),
          due: due.optional(),
          priority: priority.optional(),
          tags: tags.optional(),
        }),
      )
      .min(1)
      .max(MOST_LISTED),
  }),
  update_todos: z.strictObject({ ids, ...z.object({ ...fields, done: z.boolean() }).partial().shape }),
  delete_todos: z.strictObject({ ids }),
} as const;
export type ToolName = keyof typeof toolSchemas;

const DESCRIPTIONS: Readonly<Record<ToolName, string>> = {
  find_todos: 'Finds todos by words, state, due date, priority or tag; all when nothing is given.',
  add_todos: 'Adds new todos.',
  update_todos:
    'Sets fields of todos; done: true completes, done: false reopens. Several at once wait for the person to confirm.',
  delete_todos: 'Deletes todos. Waits for the person to confirm.',
};

/** Keywords that Gemini documents; others may be refused. Values are checked here in any case. */
const KEYWORDS = new Set([
  'type',
  'format',
  'title',
  'description',
  'enum',
  'items',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'anyOf',
  'oneOf',
  'properties',
  'additionalProperties',
  'required',
]);
const FORMATS = new Set(['date', 'date-time']);

/** The tools as the model is told of them. */
export const declarations = (Object.keys(toolSchemas) as ToolName[]).map((name) => ({
  name,
  description: DESCRIPTIONS[name],
  parametersJsonSchema: simplify(z.toJSONSchema(toolSchemas[name], { io: 'input' })),
}));

function simplify(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(simplify);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => KEYWORDS.has(key) && (key !== 'format' || FORMATS.has(String(value))),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'properties' ? mapValues(value as object) : simplify(value)]),
  );
}

function mapValues(properties: object): object {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, simplify(schema)]));
}
