import { IMPORT_MAX, portableTodoSchema, type ImportResult, type PortableTodo } from '@todo-chatbot/contracts';
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

/** Takes what is a todo and says what is not. @throws ProblemError 422 when there are too many. */
export function readRecords(records: readonly FileRecord[]): ReadFile {
  if (records.length > IMPORT_MAX) {
    throw new ProblemError(422, 'validation', {
      title: 'Too many',
      detail: `A file may hold ${IMPORT_MAX} todos; this one has ${records.length}.`,
    });
  }
  const drafts: PortableTodo[] = [];
  const rejected: ImportResult['rejected'] = [];
  for (const { line, value } of records) {
    const { data, error } = portableTodoSchema.safeParse(value);
    if (data) drafts.push(data);
    else rejected.push({ line, reason: reasonOf(error) });
  }
  return { drafts, rejected };
}

function reasonOf({ issues: [first] }: z.ZodError): string {
  return first === undefined ? 'is not a todo' : [first.path.join('.'), first.message].filter(Boolean).join(': ');
}
