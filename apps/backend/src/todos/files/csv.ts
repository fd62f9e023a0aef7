import { csvColumns, type PortableTodo } from '@todo-chatbot/contracts';
import Papa from 'papaparse';
import { readRecords, type ReadFile } from './records';

/** Spreadsheets run cells that begin like this; a quote before it makes them text. One more where some are there, to tell them apart again. */
const FORMULA = /^'*[=+\-@\t\r]/;
const QUOTED_FORMULA = /^'+[=+\-@\t\r]/;

export function writeCsv(todos: readonly PortableTodo[]): string {
  const rows = todos.map((todo) =>
    csvColumns.map((column) => cellOf(column === 'tags' ? todo.tags.join(' ') : String(todo[column] ?? ''))),
  );
  return `${Papa.unparse({ fields: [...csvColumns], data: rows }, { newline: '\r\n' })}\r\n`;
}

const cellOf = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Reads rows by the names in the first line; what a row leaves out has its default. */
export function readCsv(text: string): ReadFile {
  const { data } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim().toLowerCase(),
    transform: textOf,
  });
  return readRecords(data.map(toRecord), 2);
}

const textOf = (cell: string): string => (QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell);

function toRecord({
  title,
  notes,
  due,
  priority,
  tags,
  done,
}: Record<string, string | undefined>): Record<string, unknown> {
  return {
    title,
    notes,
    due: due?.trim() || null,
    priority: priority?.trim().toLowerCase() || undefined,
    tags: tags?.split(/[\s,;]+/).filter(Boolean),
    done: /^(?:true|yes|x|1|done)$/i.test(done?.trim() ?? ''),
  };
}
