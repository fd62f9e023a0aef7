import { describe, expect, test } from '@jest/globals';
import { NOTES_MAX, newTodoSchema, TAG_MAX, TAGS_MAX, TITLE_MAX } from '@todo-chatbot/contracts';
import fc from 'fast-check';
import { EMPTY_DRAFT, findFaults, fromDraft, LIMITS, parseTags, toDraft } from '../../../src/features/todos/model/draft';
import { todoOf } from '../../todo-of';

const now = new Date('2026-11-24T12:00:00Z');

describe('a draft', () => {
  test('of a todo, unchanged, is that todo', () => {
    const todo = todoOf({ title: 'x', notes: 'y', due: '2026-11-24T17:00:12.345Z', priority: 'high', tags: ['a', 'b'] });
    expect(fromDraft(toDraft(todo), { now, due: todo.due })).toEqual({ title: 'x', notes: 'y', due: todo.due, priority: 'high', tags: ['a', 'b'] });
  });

  test('without faults is what the API takes, and with faults it is not', () => {
    const anyDraft = fc.record({
      title: fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 195, maxLength: 210 })),
      notes: fc.oneof(fc.string(), fc.string({ minLength: 3990, maxLength: 4010 })),
      day: fc.constantFrom('', '2026-11-24'),
      time: fc.constantFrom('', '17:00'),
      priority: fc.constantFrom('none' as const, 'high' as const),
      tags: fc.string({ unit: 'grapheme', maxLength: 60 }),
    });
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const taken = newTodoSchema.safeParse(fromDraft(draft, { now })).success;
        expect(taken).toBe(Object.keys(findFaults(draft)).length === 0);
      }),
      { numRuns: 400 },
    );
  });

  test('knows the limits of the API', () => {
    expect(LIMITS).toEqual({ title: TITLE_MAX, notes: NOTES_MAX, tags: TAGS_MAX, tag: TAG_MAX });
  });

  test('says what is wrong beside the field', () => {
    expect(Object.keys(findFaults(EMPTY_DRAFT))).toEqual(['title']);
    expect(findFaults({ ...EMPTY_DRAFT, title: 'x', tags: 'a/b' }).tags).toContain('“a/b”');
  });

  test('reads tags as people write them', () => {
    expect(parseTags('#Home, taxes  home;Café')).toEqual(['home', 'taxes', 'café']);
    expect(parseTags(' , ')).toEqual([]);
  });
});
