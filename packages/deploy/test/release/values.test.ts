import fc from 'fast-check';
import { hashInputs } from '../../src/release/inputs';
import { imageValues } from '../../src/release/image-values';
import { mergeValues } from '../../src/release/merge-values';

const DIGEST = `sha256:${'a'.repeat(64)}`;

it.each([
  ['todo:1', { repository: 'todo', tag: '1', digest: '' }],
  ['docker.io/library/todo:c0ffee', { repository: 'docker.io/library/todo', tag: 'c0ffee', digest: '' }],
  ['localhost:5000/team/todo:1', { repository: 'localhost:5000/team/todo', tag: '1', digest: '' }],
  ['localhost:5000/todo', { repository: 'localhost:5000/todo', tag: '', digest: '' }],
  [`registry.example/todo:1@${DIGEST}`, { repository: 'registry.example/todo', tag: '1', digest: DIGEST }],
  [`registry.example/todo@${DIGEST}`, { repository: 'registry.example/todo', tag: '', digest: DIGEST }],
])('the reference %s in the words of the chart', (reference, expected) => {
  expect(imageValues(reference)).toEqual(expected);
});

it('values are merged map by map; lists and everything else are replaced', () => {
  expect(mergeValues({ a: { x: 1, y: [1, 2] }, b: 1 }, { a: { y: [3] }, b: { c: 1 } })).toEqual({ a: { x: 1, y: [3] }, b: { c: 1 } });
});

it('merging changes neither side and keeps what is only on one', () => {
  const values = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(values, values, (base, over) => {
      const before = JSON.stringify([base, over]);
      const merged = mergeValues(base, over);
      expect(JSON.stringify([base, over])).toBe(before);
      expect(new Set(Object.keys(merged))).toEqual(new Set([...Object.keys(base), ...Object.keys(over)]));
      expect(mergeValues(merged, over)).toEqual(merged);
    }),
    { examples: [[{}, Object.fromEntries([['__proto__', {}]])]] },
  );
});

it('the hash of inputs ignores the order of keys and nothing else', () => {
  const chart = Buffer.from('chart');
  const hash = hashInputs(chart, { a: 1, b: { c: [1, 2], d: null } });
  expect(hashInputs(chart, { b: { d: null, c: [1, 2] }, a: 1 })).toBe(hash);
  expect(hashInputs(chart, { a: 1, b: { c: [2, 1], d: null } })).not.toBe(hash);
  expect(hashInputs(Buffer.from('other'), { a: 1, b: { c: [1, 2], d: null } })).not.toBe(hash);
  expect(hash).toMatch(/^[0-9a-f]{32}$/);
});
