import {
  IMPORT_MAX,
  NOTES_MAX,
  portableTodoSchema,
  prioritySchema,
  REJECTED_LINES_MAX,
  TAG_MAX,
  TAGS_MAX,
  TITLE_MAX,
  type ImportResult,
  type PortableTodo,
} from '@todo-chatbot/contracts';
import type { z } from 'zod';
import { ProblemError } from '../../problem';

export interface ReadFile {
  readonly drafts: readonly PortableTodo[];
  readonly rejected: ImportResult['rejected'];
}

/** What a file holds in one place. */
export interface FileRecord {
  /** Row of a table, or number in a list; the first one is 1. */
  readonly line: number;
  readonly value: unknown;
}

/** What is expected of each field, for people. */
const EXPECTED: Readonly<Record<keyof PortableTodo, string>> = {
  title: `The title needs 1 to ${TITLE_MAX} characters.`,
  notes: `The notes may have ${NOTES_MAX} characters at most.`,
  due: 'The due date must be a day such as 2026-11-24, or a moment such as 2026-11-24T17:00:00Z.',
  priority: `The priority must be one of ${prioritySchema.options.join(', ')}.`,
  tags: `There may be ${TAGS_MAX} tags at most, each of up to ${TAG_MAX} letters, digits, - and _.`,
  done: 'Done must be true or false.',
};

const NO_TODO = 'This is not a todo.';

/** Takes what is a todo and says what is not: each reason once. @throws ProblemError 422 when there are too many. */
export function readRecords(records: readonly FileRecord[]): ReadFile {
  if (records.length > IMPORT_MAX)
    throw unusable('Too many', `A file may hold ${IMPORT_MAX} todos; this one has ${records.length}.`);
  const drafts: PortableTodo[] = [];
  const faults: { readonly line: number; readonly reason: string }[] = [];
  for (const { line, value } of records) {
    const { data, error } = portableTodoSchema.safeParse(value);
    if (data) drafts.push(data);
    else faults.push({ line, reason: reasonOf(error) });
  }
  return { drafts, rejected: byReason(faults) };
}

function reasonOf({ issues: [first] }: z.ZodError): string {
  const field = first?.path[0];
  return typeof field === 'string' && field in EXPECTED ? EXPECTED[field as keyof PortableTodo] : NO_TODO;
}

function byReason(faults: readonly { readonly line: number; readonly reason: string }[]): ImportResult['rejected'] {
  return [...new Set(faults.map(({ reason }) => reason))].map((reason) => {
    const lines = faults.filter((fault) => fault.reason === reason).map(({ line }) => line);
    return { reason, count: lines.length, lines: lines.slice(0, REJECTED_LINES_MAX) };
  });
}

/** The file as a whole cannot be read. */
export function unusable(title: string, detail: string): ProblemError {
  return new ProblemError(422, 'validation', { title, detail });
}
