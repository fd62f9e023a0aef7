import type { PortableTodo } from '@todo-chatbot/contracts';
import { portableTodoSchema } from '@todo-chatbot/contracts';
import fc from 'fast-check';
import Papa from 'papaparse';
import { readCsv, writeCsv } from '../../../src/todos/files/csv';

const todo = (title: string, notes = ''): PortableTodo => ({
  title,
  notes,
  due: null,
  priority: 'none',
  tags: [],
  done: false,
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\n', '\t', ' ', 'a', '＝'),
    maxLength: 20,
  }),
);
const anyTodo = fc
  .record({
    title: text,
    notes: text,
    due: fc.constantFrom(null, '2026-12-01', '2026-12-01T10:00:00.000Z'),
    priority: fc.constantFrom('none', 'low', 'medium', 'high'),
    tags: fc.array(fc.constantFrom('a', 'b-c', 'हिन्दी'), { maxLength: 3 }),
    done: fc.boolean(),
  })
  .map((draft) => portableTodoSchema.safeParse(draft).data)
  .filter((parsed) => parsed !== undefined);

describe('CSV', () => {
  it('gives back every todo as it was', () => {
    fc.assert(
      fc.property(fc.array(anyTodo, { minLength: 1, maxLength: 20 }), (todos) => {
        expect(readCsv(writeCsv(todos))).toEqual({ drafts: todos, rejected: [] });
      }),
    );
  });

  it('holds no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.array(anyTodo, { minLength: 1, maxLength: 20 }), (todos) => {
        const { data } = Papa.parse<string[]>(writeCsv(todos), { delimiter: ',' });
        for (const cell of data.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', "'=1"])('A11: writes %s as text', (title) => {
    const [, row = ''] = writeCsv([todo(title)]).split('\r\n');
    expect(row.replace(/^"/, '').startsWith(`'${title}`)).toBe(true);
  });
});
