import fc from 'fast-check';
import { visible } from '../src';

describe('visible', () => {
  it.each([
    ['zero-width', 'a\u200b\u200d\ufeffb'],
    ['tags', 'a\u{e0041}\u{e007f}b'],
    ['variation selectors', 'a\ufe0f\u{e0100}b'],
    ['bidi controls', 'a\u202e\u2066b'],
    ['control characters', 'a\u0000\u001b\u009bb'],
    ['halves of characters', 'a\ud83db'],
    ['halves that would join to a tag', 'a\udb40\u200b\udc41b'],
  ])('A6: takes %s characters out', (_name, text) => {
    expect(visible(text)).toBe('ab');
  });

  it('keeps what people write', () => {
    const text = 'Zażółć\tgęślą\njaźń 日本語 हिन्दी 🎉';
    expect(visible(text)).toBe(text);
  });

  it('does nothing the second time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(visible(visible(text))).toBe(visible(text))));
  });
});
