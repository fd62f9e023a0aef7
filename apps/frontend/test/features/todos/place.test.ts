import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placeOf, stepOf } from '../../../src/features/todos/model/place';

const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id }));

describe('the place of a todo', () => {
  test('lies between its new neighbours', () => {
    expect(placeOf(rows, 'a', 3)).toEqual({ after: 'c', before: 'd', previous: null });
    expect(placeOf(rows, 'd', 0)).toEqual({ after: null, before: 'a', previous: 'c' });
    expect(placeOf(rows, 'b', 4)).toEqual({ after: 'd', before: null, previous: 'a' });
  });

  test('is none where it stands already, or when it is not in the list', () => {
    expect(placeOf(rows, 'b', 1)).toBeUndefined();
    expect(placeOf(rows, 'b', 2)).toBeUndefined();
    expect(placeOf(rows, 'x', 0)).toBeUndefined();
  });

  test('one step up and one down lead back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), (index) => {
        const id = rows[index]?.id ?? '';
        const down = stepOf(rows, id, 1);
        const moved = rows.filter((row) => row.id !== id);
        moved.splice(moved.findIndex((row) => row.id === down?.after) + 1, 0, { id });
        expect(stepOf(moved, id, -1)?.after).toBe(rows[index - 1]?.id ?? null);
      }),
    );
  });

  test('does not leave the list', () => {
    expect(stepOf(rows, 'a', -1)).toBeUndefined();
    expect(stepOf(rows, 'd', 1)).toBeUndefined();
  });
});
