/** The cookies of one visitor of one origin, kept and sent as a browser does on `http://localhost`. */
export interface CookieJar {
  /** Takes `Set-Cookie` headers. @throws Error for a cookie that a browser would refuse. */
  take(headers: readonly string[]): void;
  /** Value of the `Cookie` header; empty when there is none to send. */
  header(): string;
}

interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** Lower-case names; flags have an empty value. */
  readonly attributes: ReadonlyMap<string, string>;
}

export function createCookieJar(now: () => number = Date.now): CookieJar {
  const cookies = new Map<string, string>();
  return {
    take: (headers) => {
      for (const cookie of headers.map(parse)) {
        refuseAsBrowsersDo(cookie);
        if (isExpired(cookie, now())) cookies.delete(cookie.name);
        else cookies.set(cookie.name, cookie.value);
      }
    },
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
}

function parse(header: string): SetCookie {
  const [pair = '', ...rest] = header.split(';').map((part) => part.trim());
  const [name, value] = split(pair);
  return { name, value, attributes: new Map(rest.map(split).map(([key, text]) => [key.toLowerCase(), text])) };
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

// A check that passed with a cookie no browser keeps would prove nothing.
function refuseAsBrowsersDo({ name, attributes }: SetCookie): void {
  const secure = attributes.has('secure');
  if (/^__(Host|Secure)-/i.test(name) && !secure) throw new Error(`browsers drop the cookie ${name}: its prefix demands Secure`);
  if (/^__Host-/i.test(name) && (attributes.get('path') !== '/' || attributes.has('domain'))) {
    throw new Error(`browsers drop the cookie ${name}: its prefix demands Path=/ and no Domain`);
  }
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !secure) throw new Error(`browsers drop the cookie ${name}: SameSite=None demands Secure`);
}

function isExpired({ attributes }: SetCookie, now: number): boolean {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0;
  const expires = attributes.get('expires');
  return expires !== undefined && Date.parse(expires) <= now;
}
