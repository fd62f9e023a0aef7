import { csvColumns, type PortableTodo } from '@todo-chatbot/contracts';
import Papa from 'papaparse';
import { readRecords, unusable, type ReadFile } from './records';

/**
 * Spreadsheets run cells that begin like this, some with the wide forms, too; a quote before it makes them text.
 * One more where some are there already, to tell them apart again.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const QUOTED_FORMULA = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** The first row holds the names of the columns. */
const FIRST_ROW = 2;

export function writeCsv(todos: readonly PortableTodo[]): string {
  const rows = todos.map((todo) =>
    csvColumns.map((column) => cellOf(column === 'tags' ? todo.tags.join(' ') : String(todo[column] ?? ''))),
  );
  return `${Papa.unparse({ fields: [...csvColumns], data: rows }, { newline: '\r\n' })}\r\n`;
}

const cellOf = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/**
 * Reads rows by the names in the first one; what a row leaves out has its default. Empty rows count, and are skipped.
 * @throws ProblemError 422 when no column is named title: none of the rows could be a todo.
 */
export function readCsv(text: string): ReadFile {
  const { data, meta } = Papa.parse<Record<string, string>>(text, {
    header: true,
    delimiter: delimiterOf(text),
    transformHeader: (name) => name.trim().toLowerCase(),
    transform: textOf,
  });
  const rows = data.map((row, index) => ({ line: index + FIRST_ROW, row }));
  const filled = rows.filter(({ row }) => Object.values(row).some((cell) => String(cell).trim() !== ''));
  if (filled.length > 0 && !meta.fields?.includes('title'))
    throw unusable('No titles', `The first row must name the columns, one of them “title”; it may name ${COLUMNS}.`);
  return readRecords(filled.map(({ line, row }) => ({ line, value: toRecord(row) })));
}

const COLUMNS = csvColumns.join(', ');

/** Told by the names of the columns alone: in what people write, every delimiter may occur. */
function delimiterOf(text: string): string {
  return /^[^\r\n]*?([,;\t])/.exec(text)?.[1] ?? ',';
}

const textOf = (cell: string): string => (QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell);

function toRecord(row: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const { due, priority, tags, done } = row;
  return {
    ...row,
    due: due?.trim() || null,
    priority: priority?.trim().toLowerCase() || undefined,
    tags: tags?.split(/[\s,;]+/).filter(Boolean),
    done: /^(?:true|yes|x|1|done)$/i.test(done?.trim() ?? ''),
  };
}
