import { describe, expect, test } from '@jest/globals';
import { difference, overlaps, patched } from '../../../src/features/todos/model/patch';
import { todoOf } from '../../todo-of';

describe('a patch', () => {
  const base = todoOf({ title: 'old', notes: 'n', tags: ['a'] });

  test('holds only what differs', () => {
    expect(difference(base, { title: 'new', notes: 'n', tags: ['a'], due: null })).toEqual({ title: 'new' });
    expect(difference(base, { due: '2026-11-24' })).toEqual({ due: '2026-11-24' });
  });

  test('shows at once, and completion with its time', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    expect(patched(base, { done: true }, now)).toEqual({ ...base, done: true, completedAt: now.toISOString() });
    expect(patched({ ...base, done: true, completedAt: 'x' }, { done: false }, now).completedAt).toBeNull();
    expect(patched(base, { due: null, title: 'new' }, now)).toEqual({ ...base, title: 'new' });
  });

  test.each([
    ['another field changed elsewhere', { notes: 'theirs' }, false],
    ['the same field changed elsewhere', { title: 'theirs' }, true],
    ['the same field changed elsewhere to the same', { title: 'new' }, false],
    ['nothing changed elsewhere', {}, false],
  ])('when %s', (_case, theirs, expected) => {
    expect(overlaps({ base, current: { ...base, version: 2, ...theirs }, patch: { title: 'new' } })).toBe(expected);
  });
});
