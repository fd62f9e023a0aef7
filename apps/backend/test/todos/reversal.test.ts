import fc from 'fast-check';
import type { TodoRow } from '../../src/db/schema';
import { reverse, type Reversal } from '../../src/todos/reversal';

const NOW = new Date('2026-11-24T10:00:00Z');
const row: fc.Arbitrary<TodoRow> = fc.record({
  id: fc.constant('id'),
  workspace_id: fc.constant('w'),
  title: fc.constantFrom('a', 'b', 'c'),
  notes: fc.constantFrom('', 'n'),
  due: fc.constantFrom(null, '2026-12-01'),
  priority: fc.constantFrom('none', 'high'),
  tags: fc.constantFrom([], ['x'], ['x', 'y']),
  done: fc.boolean(),
  completed_at: fc.constant(null),
  position: fc.constantFrom('a0', 'a1'),
  version: fc.nat(),
  created_at: fc.constant(NOW),
  updated_at: fc.constant(NOW),
});
const FIELDS = ['title', 'notes', 'due', 'priority', 'tags', 'done', 'position'] as const;

function applied(current: TodoRow, reversal: Reversal): TodoRow {
  return reversal.kind === 'update' ? { ...current, ...reversal.fields } : current;
}

describe('reverse', () => {
  it('gives back what was there, when nothing happened since', () => {
    fc.assert(
      fc.property(row, row, (before, after) => {
        const back = applied(after, reverse({ id: 'id', before, after }, after));
        for (const field of FIELDS) expect(back[field]).toEqual(before[field]);
      }),
    );
  });

  it('leaves every field alone that was changed since, and every one that the change did not touch', () => {
    fc.assert(
      fc.property(row, row, row, (before, after, current) => {
        const reversal = reverse({ id: 'id', before, after }, current);
        const back = applied(current, reversal);
        const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
        for (const field of FIELDS) {
          const isOurs = !equal(before[field], after[field]) && equal(current[field], after[field]);
          expect(back[field]).toEqual(isOurs ? before[field] : current[field]);
        }
        const isNothing = FIELDS.every((field) => equal(before[field], after[field]));
        expect(reversal.kind === 'nothing').toBe(isNothing);
      }),
    );
  });

  it('removes what was created, brings back what was deleted, and never both', () => {
    fc.assert(
      fc.property(row, fc.option(row), (one, current) => {
        expect(reverse({ id: 'id', before: null, after: one }, current).kind).toBe(current ? 'delete' : 'superseded');
        expect(reverse({ id: 'id', before: one, after: null }, current).kind).toBe(current ? 'superseded' : 'insert');
      }),
    );
  });
});
