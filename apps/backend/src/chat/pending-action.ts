import { newTodoSchema, todoPatchSchema, todoSchema, type Change, type Todo } from '@todo-chatbot/contracts';
import { z } from 'zod';
import type { Scope } from '../db/workspace';
import { createTodos } from '../todos/create';
import { removeTodos, setFields } from '../todos/edit';
import { findTodos } from '../todos/repository';
import type { MostTodos } from '../todos/room';
import { toTodo } from '../todos/row';

const draftSchema = z.object({ ...newTodoSchema.shape, id: z.uuid() });

/** What waits for a click, with the todos as they were shown. */
export const pendingActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), drafts: z.array(draftSchema) }),
  z.strictObject({ kind: z.literal('delete'), todos: z.array(todoSchema) }),
  z.strictObject({
    kind: z.literal('change'),
    todos: z.array(todoSchema),
    fields: todoPatchSchema,
    /** Whose dates are told in; those asked before it was kept have none. */
    timeZone: z.string().optional(),
  }),
]);
export type PendingAction = z.infer<typeof pendingActionSchema>;

/**
 * Does exactly what was shown. Undefined when that is no longer possible: a todo is gone, or is not as it was shown.
 * @throws ProblemError 409 when there is no room for what would be added: it may be decided again.
 */
export async function tryPerform(scope: Scope, action: PendingAction, most: MostTodos): Promise<Change | undefined> {
  if (action.kind === 'add') return createTodos(scope, action.drafts, { most });
  const ids = action.todos.map(({ id }) => id);
  const current = new Map((await findTodos(scope, ids)).map((row) => [row.id, toTodo(row)]));
  const relevant = ['title', ...(action.kind === 'change' ? Object.keys(action.fields) : [])] as (keyof Todo)[];
  if (!action.todos.every((shown) => isSame(shown, current.get(shown.id), relevant))) return undefined;
  return action.kind === 'delete' ? removeTodos(scope, ids) : setFields(scope, ids, action);
}

function isSame(shown: Todo, now: Todo | undefined, fields: readonly (keyof Todo)[]): boolean {
  return now !== undefined && fields.every((field) => JSON.stringify(shown[field]) === JSON.stringify(now[field]));
}
