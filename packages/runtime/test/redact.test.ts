import fc from 'fast-check';
import { createRedactor } from '../src/redact';

describe('createRedactor', () => {
  test.each([
    ['raw', (s: string) => s],
    ['URL-encoded', encodeURIComponent],
    ['JSON-escaped', (s: string) => JSON.stringify(s).slice(1, -1)],
    ['base64', (s: string) => Buffer.from(s).toString('base64')],
  ])('masks a secret that a tool prints %s', (_name, encode) => {
    const secret = 'p@ss"word\\with/é\nlines';
    const printed = `error: ${encode(secret)} was refused`;

    expect(createRedactor([secret])(printed)).toBe('error: *** was refused');
  });

  it('leaves no secret of at least four characters in any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!'***'.includes(secret) && !before.includes(secret) && !after.includes(secret));
        const redacted = createRedactor([secret])(`${before} ${secret} ${after}`);
        expect(redacted.length).toBeLessThanOrEqual(`${before} *** ${after}`.length + 3 * (before.length + after.length));
        expect(createRedactor([secret])(secret)).toBe('***');
      }),
    );
  });

  it('masks the longer of two secrets that contain each other', () => {
    expect(createRedactor(['abcd', 'abcdefgh'])('x abcdefgh y')).toBe('x *** y');
  });

  it('leaves values alone that are too short to be secrets', () => {
    expect(createRedactor(['', 'on'])('turn it on')).toBe('turn it on');
  });
});
