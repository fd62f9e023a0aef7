import type { Todo, TodoPatch } from '@todo-chatbot/contracts';

type Field = keyof TodoPatch;

const FIELDS = ['title', 'notes', 'due', 'priority', 'tags', 'done'] as const satisfies readonly Field[];

/** The todo as it will be once the server has taken the patch; its version stays until then. */
export function patched(todo: Todo, patch: TodoPatch, now: Date): Todo {
  const known = Object.fromEntries(FIELDS.filter((field) => patch[field] !== undefined).map((field) => [field, patch[field]]));
  const completed = patch.done === undefined || patch.done === todo.done ? {} : { completedAt: patch.done ? now.toISOString() : null };
  return { ...todo, ...known, ...completed };
}

/** Only what differs, so that a change elsewhere to another field survives. */
export function difference(before: Todo, after: TodoPatch): TodoPatch {
  return Object.fromEntries(FIELDS.filter((field) => after[field] !== undefined && !same(after[field], before[field])).map((field) => [field, after[field]]));
}

/** Did somebody else change a field that the patch changes too, to something else? */
export function overlaps({ base, current, patch }: { base: Todo; current: Todo; patch: TodoPatch }): boolean {
  return FIELDS.some((field) => patch[field] !== undefined && !same(base[field], current[field]) && !same(patch[field], current[field]));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
