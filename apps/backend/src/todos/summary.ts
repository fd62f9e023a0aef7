import type { TodoPatch } from '@todo-chatbot/contracts';
import type { TodoRow } from '../db/schema';
import { dueInWords } from '../due-in-words';
import { count } from '../text';

/** What was done to todos, for people: `Completed “Pay rent”`, `Deleted 3 todos`. */
export function summarizeChange(verb: string, rows: readonly Pick<TodoRow, 'title'>[]): string {
  const [first] = rows;
  return rows.length === 1 && first ? `${verb} “${first.title}”` : `${verb} ${count(rows.length)}`;
}

/**
 * The same for fields that were set, e.g. `Moved “Report” to Friday 27 November`. `timeZone` is the person's; without
 * it a moment is not named, since it may be another day there.
 */
export function summarizePatch(
  fields: TodoPatch,
  rows: readonly Pick<TodoRow, 'title'>[],
  timeZone?: string,
): string {
  return `${summarizeChange(verbOf(fields), rows)}${placeInTime(fields, timeZone)}`;
}

function placeInTime({ due, done }: TodoPatch, timeZone: string | undefined): string {
  if (due === undefined || done !== undefined) return '';
  if (due === null) return ' to no date';
  return due.length > DAY_LENGTH && timeZone === undefined ? '' : ` to ${dueInWords(due, timeZone ?? 'UTC')}`;
}

const DAY_LENGTH = '2026-11-24'.length;

function verbOf({ done, due }: TodoPatch): string {
  if (done !== undefined) return done ? 'Completed' : 'Reopened';
  return due === undefined ? 'Changed' : 'Moved';
}
