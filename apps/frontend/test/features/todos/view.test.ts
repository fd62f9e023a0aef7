import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromAddress, toAddress } from '../../../src/features/todos/model/view';
import { DEFAULT_QUERY } from '../../../src/shared/todos/todo-query';

describe('the address of a list', () => {
  test('is empty for the list everybody begins with', () => {
    expect(toAddress(DEFAULT_QUERY)).toBe('');
    expect(fromAddress('')).toEqual(DEFAULT_QUERY);
  });

  test('brings every list back', () => {
    const anyQuery = fc.record({
      search: fc.string({ maxLength: 20 }),
      status: fc.constantFrom('all' as const, 'open' as const, 'done' as const),
      due: fc.constantFrom('any' as const, 'overdue' as const, 'none' as const),
      priority: fc.constantFrom(null, 'none' as const, 'high' as const),
      tag: fc.constantFrom(null, 'home', 'café'),
      sort: fc.constantFrom('manual' as const, 'due' as const),
      order: fc.constantFrom('asc' as const, 'desc' as const),
    });
    fc.assert(fc.property(anyQuery, (query) => expect(fromAddress(toAddress(query))).toEqual(query)));
  });

  test('takes nothing from a stranger that it does not know', () => {
    expect(fromAddress('?status=drop&sort=__proto__&order=1&priority=x')).toEqual(DEFAULT_QUERY);
    expect(fromAddress(`?search=${'x'.repeat(500)}`).search).toHaveLength(200);
  });
});
