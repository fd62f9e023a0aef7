import type { PortableTodo, Todo } from '@todo-chatbot/contracts';
import type { TodoRow } from '../db/schema';

/** A row as the API shows it. Rows that went through JSON have their dates as text. */
export function toTodo(row: TodoRow): Todo {
  return {
    id: row.id,
    title: row.title,
    notes: row.notes,
    due: row.due,
    priority: row.priority,
    tags: row.tags,
    done: row.done,
    completedAt: row.completed_at === null ? null : iso(row.completed_at),
    position: row.position,
    version: row.version,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

/** A row as a file holds it. */
export function toPortable({ title, notes, due, priority, tags, done }: TodoRow): PortableTodo {
  return { title, notes, due, priority, tags, done };
}

const iso = (value: Date | string): string => (value instanceof Date ? value : new Date(value)).toISOString();

/** Rows in the manual order. */
export function inOrder(rows: readonly TodoRow[]): TodoRow[] {
  return [...rows].sort((a, b) => (a.position < b.position ? -1 : Number(a.position > b.position)));
}
