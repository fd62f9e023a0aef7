import { listQuerySchema, newTodoSchema, todoPatchSchema } from '../src';

describe('the schemas of a todo', () => {
  it('trim a title and refuse an empty one', () => {
    expect(newTodoSchema.parse({ title: '  buy milk ' }).title).toBe('buy milk');
    expect(newTodoSchema.safeParse({ title: '   ' }).success).toBe(false);
  });

  it('see through characters that nobody sees', () => {
    expect(newTodoSchema.safeParse({ title: '\u200b \u2060' }).success).toBe(false);
    expect(newTodoSchema.parse({ title: 'a\u202eb', tags: ['हिन्दी\u200d'] })).toMatchObject({ title: 'ab', tags: ['हिन्दी'] });
  });

  it('refuse a field that nobody knows', () => {
    expect(newTodoSchema.safeParse({ title: 'x', userId: 'somebody' }).success).toBe(false);
    expect(todoPatchSchema.safeParse({ version: 3 }).success).toBe(false);
  });

  it.each(['2026-02-30', 'tomorrow', '2026-11-24T17:00'])('refuse the due date %s', (due) => {
    expect(newTodoSchema.safeParse({ title: 'x', due }).success).toBe(false);
  });

  it('read numbers from a query string and bound the page', () => {
    expect(listQuerySchema.parse({ limit: '50' }).limit).toBe(50);
    expect(listQuerySchema.safeParse({ limit: '100000' }).success).toBe(false);
  });
});
