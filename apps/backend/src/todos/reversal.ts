import type { Touched, TodoRow } from '../db/schema';

const FIELDS = ['title', 'notes', 'due', 'priority', 'tags', 'done', 'position'] as const;
type Fields = Partial<Pick<TodoRow, (typeof FIELDS)[number]>>;

/** What taking one todo's part of a change back comes to. */
export type Reversal =
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'insert'; readonly row: TodoRow }
  | { readonly kind: 'update'; readonly id: string; readonly fields: Fields }
  /** The change left it as it was. */
  | { readonly kind: 'nothing' }
  /** Nothing is left to take back: it has been changed again since. */
  | { readonly kind: 'superseded' };

/**
 * Takes back what a change did to a todo and nothing else: fields that were changed again since, by whomever, stay as they are now.
 * `current` is the todo as it is, null when it is gone.
 */
export function reverse({ id, before, after }: Touched, current: TodoRow | null): Reversal {
  if (before === null) return current === null ? { kind: 'superseded' } : { kind: 'delete', id };
  if (after === null) return current === null ? { kind: 'insert', row: before } : { kind: 'superseded' };
  if (current === null) return { kind: 'superseded' };
  const changed = FIELDS.filter((field) => !same(before[field], after[field]));
  if (changed.length === 0) return { kind: 'nothing' };
  const fields = changed.filter((field) => same(current[field], after[field]));
  if (fields.length === 0) return { kind: 'superseded' };
  return { kind: 'update', id, fields: Object.fromEntries(fields.map((field) => [field, before[field]])) };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
