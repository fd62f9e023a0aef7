import { listQuerySchema, newTodoSchema, portableTodoSchema, todoPatchSchema, todoSchema } from '../src';

describe('the schemas of a todo', () => {
  it('trim a title and refuse an empty one', () => {
    expect(newTodoSchema.parse({ title: '  buy milk ' }).title).toBe('buy milk');
    expect(newTodoSchema.safeParse({ title: '   ' }).success).toBe(false);
  });

  it('see through characters that nobody sees', () => {
    expect(newTodoSchema.safeParse({ title: '\u200b \u2060' }).success).toBe(false);
    expect(newTodoSchema.parse({ title: 'a\u202eb', tags: ['हिन्दी\u200d'] })).toMatchObject({ title: 'ab', tags: ['हिन्दी'] });
  });

  it.each([
    ['braille without dots', '\u2800\u2800'],
    ['accents on nothing', '\u0301\u0308'],
    ['accents on a blank', ' \u0301'],
    ['marks of annotations', '\ufff9\ufffb'],
    ['a note without a head', '\u{1d159}'],
    ['blanks of every kind', '\u00a0\u3000\u2028\u2003'],
    ['fillers of Hangul', '\u3164\uffa0'],
  ])('refuse a title of %s, and of that only', (_name, title) => {
    for (const schema of [newTodoSchema, todoPatchSchema, portableTodoSchema]) {
      expect(schema.safeParse({ title }).success).toBe(false);
      expect(schema.safeParse({ title: `a${title}` }).success).toBe(true);
    }
  });

  it.each(['!', '7', '🎉', 'नि', '한', '—', '\ue000', 'e\u0301'])('take the title %j', (title) => {
    expect(newTodoSchema.parse({ title }).title).toBe(title);
  });

  it('read a todo that is stored, whatever its title shows', () => {
    const stored = todoSchema.shape.title.safeParse('\u2800');
    expect(stored.success).toBe(true);
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
