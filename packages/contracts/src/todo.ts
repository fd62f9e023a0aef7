import { z } from 'zod';
import { SEEN, visible } from './text';

export const TITLE_MAX = 200;
export const NOTES_MAX = 4000;
export const TAGS_MAX = 10;
export const TAG_MAX = 40;

export const prioritySchema = z.enum(['none', 'low', 'medium', 'high']);
export type Priority = z.infer<typeof prioritySchema>;

/** As it is stored: there are titles from before they had to show something. */
const storedTitleSchema = z.string().overwrite(visible).trim().min(1).max(TITLE_MAX);
const titleSchema = storedTitleSchema.regex(SEEN, 'expected something to see');
const notesSchema = z.string().overwrite(visible).max(NOTES_MAX);
/** Lower-case label without spaces. */
export const tagSchema = z.string().overwrite(visible).trim().toLowerCase().min(1).max(TAG_MAX).regex(/^[\p{L}\p{M}\p{N}_-]+$/u, 'expected letters, digits, - or _');
const tagsSchema = z.array(tagSchema).max(TAGS_MAX);
/** A day (`2026-11-24`), or a moment in UTC (`2026-11-24T17:00:00.000Z`) when a time was given. */
export const dueSchema = z.union([z.iso.date(), z.iso.datetime()]);

export const todoSchema = z.object({
  id: z.uuid(),
  title: storedTitleSchema,
  notes: notesSchema,
  due: dueSchema.nullable(),
  priority: prioritySchema,
  tags: tagsSchema,
  done: z.boolean(),
  completedAt: z.iso.datetime().nullable(),
  /** Fractional index: todos in manual order sort by it, bytewise. */
  position: z.string(),
  /** Grows by one with each change; the `ETag` of a todo is `"<version>"`. */
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Todo = z.infer<typeof todoSchema>;

export const newTodoSchema = z.strictObject({
  title: titleSchema,
  notes: notesSchema.default(''),
  due: dueSchema.nullable().default(null),
  priority: prioritySchema.default('none'),
  tags: tagsSchema.default([]),
});
export type NewTodo = z.input<typeof newTodoSchema>;

export const todoPatchSchema = z.strictObject({
  title: titleSchema.optional(),
  notes: notesSchema.optional(),
  due: dueSchema.nullable().optional(),
  priority: prioritySchema.optional(),
  tags: tagsSchema.optional(),
  done: z.boolean().optional(),
});
export type TodoPatch = z.infer<typeof todoPatchSchema>;

export const sortSchema = z.enum(['manual', 'due', 'priority', 'created', 'title']);
export const todoFilterSchema = z.strictObject({
  /** Words that title, notes or tags contain, in any case. */
  search: z.string().max(200).overwrite(visible).optional(),
  status: z.enum(['all', 'open', 'done']).default('all'),
  due: z.enum(['any', 'overdue', 'today', 'week', 'none']).default('any'),
  priority: prioritySchema.optional(),
  tag: tagSchema.optional(),
});
export type TodoFilter = z.infer<typeof todoFilterSchema>;

export const listQuerySchema = todoFilterSchema.extend({
  sort: sortSchema.default('manual'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  /** `nextCursor` of the page before. */
  // Carries a title: 200 characters of three bytes each, encoded twice.
  cursor: z.string().max(4000).optional(),
  /** The visitor's IANA time zone, in which "today" and "overdue" are meant. */
  timeZone: z.string().max(60).default('UTC'),
});
export type ListQuery = z.input<typeof listQuerySchema>;

export const countsSchema = z.object({ all: z.int(), open: z.int(), done: z.int(), overdue: z.int() });
export const todoPageSchema = z.object({
  items: z.array(todoSchema),
  /** How many todos match the filter, over all pages. */
  total: z.int(),
  nextCursor: z.string().nullable(),
  /** Over the whole workspace, whatever the filter. */
  counts: countsSchema,
  tags: z.array(z.string()),
});
export type TodoPage = z.infer<typeof todoPageSchema>;

/** Moves a todo between two others; a missing neighbour means the beginning or the end. */
export const moveSchema = z.strictObject({ after: z.uuid().nullable(), before: z.uuid().nullable() });
export type Move = z.infer<typeof moveSchema>;

const idsSchema = z.array(z.uuid()).min(1).max(1000);
export const bulkSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('complete'), ids: idsSchema }),
  z.strictObject({ action: z.literal('reopen'), ids: idsSchema }),
  z.strictObject({ action: z.literal('delete'), ids: idsSchema }),
  /** Deletes everything that is done. */
  z.strictObject({ action: z.literal('clear-done') }),
]);
export type Bulk = z.infer<typeof bulkSchema>;

/** What a change did, and the handle that takes it back. */
export const changeSchema = z.object({
  /** For `POST /api/undo/:id`; works once, for ten minutes. */
  undoId: z.uuid(),
  /** e.g. "Deleted 3 todos". */
  summary: z.string(),
  todos: z.array(todoSchema),
  deleted: z.array(z.uuid()),
});
export type Change = z.infer<typeof changeSchema>;

/** A todo as it is written to a file and read from one: without what only this server knows. */
export const portableTodoSchema = z.object({
  title: titleSchema,
  notes: notesSchema.default(''),
  due: dueSchema.nullable().default(null),
  priority: prioritySchema.default('none'),
  tags: tagsSchema.default([]),
  done: z.boolean().default(false),
});
export type PortableTodo = z.infer<typeof portableTodoSchema>;

/** The most todos one file may hold. */
export const IMPORT_MAX = 10_000;
/** Bytes an imported file may have. */
export const IMPORT_BYTES_MAX = 2 * 1024 * 1024;

/** What `GET /api/todos/export.json` gives. Import takes this, or a bare array of todos. */
export const exportFileSchema = z.object({
  format: z.literal('todo-chatbot'),
  version: z.literal(1),
  exportedAt: z.iso.datetime(),
  todos: z.array(portableTodoSchema),
});
/** Columns of `export.csv`, in order; tags are separated by spaces. Import needs `title` only, in any order. */
export const csvColumns = ['title', 'notes', 'due', 'priority', 'tags', 'done'] as const;

/** How many lines are named that were left out for one reason. */
export const REJECTED_LINES_MAX = 10;

export const importResultSchema = changeSchema.extend({
  /** What was left out: each reason once, with how many lines it holds for, and the first of them. */
  rejected: z.array(z.object({ reason: z.string(), count: z.int(), lines: z.array(z.int()).max(REJECTED_LINES_MAX) })),
});
export type ImportResult = z.infer<typeof importResultSchema>;
