import fc from 'fast-check';
import { createCookieJar } from '../../src/verify/cookie-jar';

test('a session cookie with the __Host- prefix is kept and sent back', () => {
  const jar = createCookieJar();
  jar.take(['__Host-session=abc.def%3D; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=3600', 'theme=dark']);

  expect(jar.header()).toBe('__Host-session=abc.def%3D; theme=dark');
});

test('a cookie is replaced by its name, and removed when it expires', () => {
  const jar = createCookieJar(() => Date.parse('2026-11-24T00:00:00Z'));
  jar.take(['a=1', 'b=2', 'c=3']);
  jar.take(['a=4', 'b=; Max-Age=0', 'c=; Expires=Thu, 01 Jan 1970 00:00:00 GMT']);

  expect(jar.header()).toBe('a=4');
});

test.each([
  ['__Host-s=1; Path=/', 'demands Secure'],
  ['__Secure-s=1', 'demands Secure'],
  ['__Host-s=1; Secure', 'demands Path=/ and no Domain'],
  ['__Host-s=1; Secure; Path=/; Domain=localhost', 'demands Path=/ and no Domain'],
  ['s=1; SameSite=None', 'SameSite=None demands Secure'],
])('a cookie that browsers drop fails the check: %s', (header, reason) => {
  expect(() => createCookieJar().take([header])).toThrow(reason);
});

test('what a server sets is what it gets back', () => {
  const token = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]+$/).filter((name) => !/^__(host|secure)-/i.test(name));
  const value = fc.stringMatching(/^[\w.%=/+-]*$/);
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(token, value), { selector: ([name]) => name, minLength: 1 }), (cookies) => {
      const jar = createCookieJar();
      jar.take(cookies.map(([name, text]) => `${name}=${text}; Path=/; Secure`));

      expect(jar.header()).toBe(cookies.map(([name, text]) => `${name}=${text}`).join('; '));
    }),
  );
});
