import fc from 'fast-check';
import { decodeCursor, encodeCursor } from '../../src/todos/cursor';

const by = fc.record({
  sort: fc.constantFrom('manual', 'due', 'title'),
  order: fc.constantFrom('asc', 'desc'),
} as const);

describe('a cursor', () => {
  it('comes back as it was given', () => {
    fc.assert(
      fc.property(by, fc.string({ maxLength: 200 }), fc.string({ maxLength: 50 }), (list, key, position) => {
        expect(decodeCursor(list, encodeCursor(list, { key, position }))).toEqual({ key, position });
      }),
    );
  });

  it('is refused when it is not one of the list, whatever it is', () => {
    fc.assert(
      fc.property(
        by,
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (list, text) => {
          expect(() => decodeCursor(list, text)).toThrow(/not one that a page of this list gave/);
        },
      ),
    );
  });

  it('holds a key of the kind that the list sorts by', () => {
    const created = { sort: 'created', order: 'asc' } as const;
    expect(() => decodeCursor(created, encodeCursor(created, { key: 'yesterday', position: 'a0' }))).toThrow();
    const priority = { sort: 'priority', order: 'asc' } as const;
    expect(() => decodeCursor(priority, encodeCursor(priority, { key: 'high', position: 'a0' }))).toThrow();
  });
});
