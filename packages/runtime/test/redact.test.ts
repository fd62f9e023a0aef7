import fc from 'fast-check';
import { createRedactor } from '../src/redact';

const PEM = '-----BEGIN KEY-----\r\n  MIIEvgIBADANBg\r\nkqhkiG9w0BAQEF\r\nab==\r\n-----END KEY-----\n';

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

  it('masks each line of a secret of several lines, as logs and edits show them', () => {
    expect(createRedactor([PEM])('1: MIIEvgIBADANBg\n2: kqhkiG9w0BAQEF')).toBe('1: ***\n2: ***');
  });

  it('leaves the lines of a key readable that every key has', () => {
    expect(createRedactor([PEM])('-----BEGIN KEY----- ab== -----END KEY-----')).toBe('-----BEGIN KEY----- ab== -----END KEY-----');
  });

  test.each([
    ['of YAML', 'users:\n- name: admin\n  user:\n    token: "tok-4711"\n', 'admin with tok-4711', 'admin with ***'],
    ['of a file of an environment', "USER_NAME=admin\nAPI_SECRET='tok-4711'\n", 'admin with tok-4711', 'admin with ***'],
    ['that looks random', 'id: 8f14e45fceea167a5a36\nregion: somewhere-else', 'somewhere-else 8f14e45fceea167a5a36', 'somewhere-else ***'],
  ])('masks a value on its own %s', (_name, secret, printed, shown) => {
    expect(createRedactor([secret])(printed)).toBe(shown);
  });

  describe('of a secret that is JSON', () => {
    const account = JSON.stringify({ type: 'service_account', enabled: true, host: 'localhost', private_key: PEM, token_info: { pin: '4711' }, pin_token: 471147, id: '8f14e45fceea167a5a36', keys: ['first-one', 'second'], url: 'postgres://u:hunter22@db/x' }, null, 2);
    const redact = createRedactor([account]);

    it.each([
      ['what is named like one', '"private_key": 4711, first-one, second', '"private_key": 4711, ***, ***'],
      ['what looks random', 'id 8f14e45fceea167a5a36', 'id ***'],
      ['a number that is named like one', 'with 471147', 'with ***'],
      ['a line of a key', 'MIIEvgIBADANBg', '***'],
      ['the password of a URL', 'u:hunter22@db', 'u:***@db'],
      ['all of it', account, '***'],
    ])('masks %s', (_name, printed, shown) => {
      expect(redact(printed)).toBe(shown);
    });

    it('leaves words and punctuation readable that any output has', () => {
      const ordinary = '{\n  "type": "service_account",\n  "enabled": true\n}, at http://localhost:8080';
      expect(redact(ordinary)).toBe(ordinary);
    });
  });

  test.each([
    ['encoded as it was written', 'p%40ss%2Fword'],
    ['decoded', 'p@ss/word'],
    ['encoded anew', 'p%40ss%2fword'],
  ])('masks the password of a URL on its own, %s', (_name, printed) => {
    expect(createRedactor(['postgres://todo:p%40ss%2fword@db:5432/todo?sslmode=require'])(`refused: ${printed}.`)).toBe('refused: ***.');
  });

  test.each([
    ['with characters that belong encoded', 'postgres://todo:p#ss/w@rd?@db/todo', 'p#ss/w@rd?'],
    ['that is no valid encoding', 'postgres://todo:100%safe@db/todo', '100%safe'],
    ['given as a parameter', 'postgres://db/todo?user=todo&password=p%40ssword', 'p@ssword'],
    ['without a user', 'redis://:hunter22@cache', 'hunter22'],
  ])('masks the password of a URL %s', (_name, url, password) => {
    expect(createRedactor([url])(`refused: ${password}.`)).toBe('refused: ***.');
  });

  it('leaves host, user and name of a database readable', () => {
    expect(createRedactor(['postgres://todo:p%40ssword@db:5432/todos'])('todo at db:5432/todos')).toBe('todo at db:5432/todos');
  });

  it('masks the longer of two secrets that contain each other', () => {
    expect(createRedactor(['abcd', 'abcdefgh'])('x abcdefgh y')).toBe('x *** y');
  });

  it('leaves values alone that are too short to be secrets', () => {
    expect(createRedactor(['', 'on'])('turn it on')).toBe('turn it on');
  });
});
