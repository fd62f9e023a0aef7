import fc from 'fast-check';
import { isAsWanted } from '../../../src/release/drift/as-wanted';
import { describe as tell, differencesOf } from '../../../src/release/drift/differences';

const told = (live: unknown, wanted: unknown): string[] => differencesOf(live, wanted).map((difference) => tell(difference, false));

it.each<[string, unknown, unknown, string[]]>([
  ['nothing', { a: [{ name: 'x', v: 1 }] }, { a: [{ name: 'x', v: 1 }] }, []],
  ['a value', { a: { b: 1 } }, { a: { b: 2 } }, ['a.b is 1 instead of 2']],
  ['things with names, by their names', [{ name: 'x', v: 1 }, { name: 'y', v: 1 }], [{ name: 'x', v: 1 }, { name: 'y', v: 2 }], ['[y].v is 1 instead of 2']],
  ['things without, by their places', { rules: [{ port: 1 }, { port: 2 }] }, { rules: [{ port: 1 }, { port: 3 }] }, ['rules[1].port is 2 instead of 3']],
  ['a rule that was added', { rules: [{ port: 1 }, {}] }, { rules: [{ port: 1 }] }, ['rules is [{"port":1},{}] instead of [{"port":1}]']],
  ['another order', [{ name: 'x' }, { name: 'y' }], [{ name: 'y' }, { name: 'x' }], ['[0].name is x instead of y', '[1].name is y instead of x']],
  ['what is long, without its text', { text: 'x'.repeat(100) }, { text: 'y' }, ['text was changed']],
  ['what was added', { a: 1 }, {}, ['a was added: 1']],
])('tells %s', (_, live, wanted, sentences) => {
  expect(told(live, wanted)).toEqual(sentences);
});

const json = fc.jsonValue({ maxDepth: 4 });

it('tells a difference exactly when there is one', () => {
  fc.assert(fc.property(json, json, (one, two) => expect(differencesOf(one, two).length > 0).toBe(JSON.stringify(sorted(one)) !== JSON.stringify(sorted(two)))));
});

it('anything is as it is wanted, whatever the server adds to its maps', () => {
  fc.assert(fc.property(json, (value) => expect(isAsWanted(value, withDefaults(value))).toBe(true)));
});

it('what was changed in any place is not as it is wanted', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), fc.integer(), (path, value) => {
      const nest = (leaf: unknown): unknown => path.reduceRight<unknown>((inner, key) => ({ [`k${key}`]: [inner] }), leaf);
      expect(isAsWanted(nest(value), nest(value + 1))).toBe(false);
      expect(isAsWanted(nest([value]), nest([value, value]))).toBe(false);
    }),
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

function withDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDefaults);
  if (typeof value !== 'object' || value === null) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDefaults(item)])), ' added': 1 };
}
