import type { TodoPatch } from '@todo-chatbot/contracts';
import type { TodoRow } from '../db/schema';
import { count } from '../text';

/** What was done to todos, for people: `Completed “Pay rent”`, `Deleted 3 todos`. */
export function summarizeChange(verb: string, rows: readonly Pick<TodoRow, 'title'>[]): string {
  const [first] = rows;
  return rows.length === 1 && first ? `${verb} “${first.title}”` : `${verb} ${count(rows.length)}`;
}

/** The same for fields that were set, e.g. `Moved “Report” to 2026-11-27`. */
export function summarizePatch(fields: TodoPatch, rows: readonly Pick<TodoRow, 'title'>[]): string {
  const to = fields.due && fields.done === undefined ? ` to ${fields.due.slice(0, 10)}` : '';
  return `${summarizeChange(verbOf(fields), rows)}${to}`;
}

function verbOf({ done, due }: TodoPatch): string {
  if (done !== undefined) return done ? 'Completed' : 'Reopened';
  return due === undefined ? 'Changed' : 'Moved';
}
