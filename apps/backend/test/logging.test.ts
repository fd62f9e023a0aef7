import fc from 'fast-check';
import { batched, pseudonym, redactor, secretsOfUrl } from '../src/logging';

describe('redactor', () => {
  it('A18: leaves no secret in a line, plain, as JSON or as a URL writes it', () => {
    const secret = fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.string(), (secrets, around) => {
        const redact = redactor(secrets);
        for (const one of secrets) {
          const line = redact(JSON.stringify({ a: `${around}|${one}|`, b: `|${encodeURIComponent(one)}|` }));
          expect(line).not.toContain(`|${JSON.stringify(one).slice(1, -1)}|`);
          expect(line).not.toContain(`|${encodeURIComponent(one)}|`);
        }
      }),
    );
  });

  it('keeps lines readable where a secret is empty or too short to be one', () => {
    expect(redactor(['', 'abc'])('{"msg":"abc"}')).toBe('{"msg":"abc"}');
  });

  it('knows the password of an address, as written and as meant', () => {
    expect(secretsOfUrl('postgres://u:p%40ss%2Fword@db/x')).toEqual([
      'postgres://u:p%40ss%2Fword@db/x',
      'p%40ss%2Fword',
      'p@ss/word',
    ]);
    expect(secretsOfUrl('postgres://db/x')).toEqual(['postgres://db/x']);
  });
});

describe('batched', () => {
  it('writes every line once, in order, and at once when they are many', async () => {
    const written: string[] = [];
    const stream = batched((lines) => written.push(lines));
    for (let n = 0; n < 2000; n++) stream.write(`line ${n}\n`);
    expect(written.length).toBeGreaterThan(0);
    while (!written.join('').includes('line 1999')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(written.join('').split('\n').slice(0, -1)).toEqual(Array.from({ length: 2000 }, (_, n) => `line ${n}`));
    expect(written.length).toBeLessThan(10);
  });
});

it('A18: a pseudonym tells people apart and names nobody', () => {
  expect(pseudonym('a')).not.toBe(pseudonym('b'));
  expect(pseudonym('a')).toMatch(/^[0-9a-f]{12}$/);
});
