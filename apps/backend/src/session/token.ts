import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** `__Host-`: only over HTTPS or localhost, only for this host, never for a subdomain. */
export const SESSION_COOKIE = '__Host-session';

const TOKEN_BYTES = 32;

/** A new secret that stands for a session. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** What is stored of a token: whoever reads the database cannot sign in with it. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** `<value>.<signature>`: what was not signed by us is refused before the database is asked. */
export function sign(value: string, key: string): string {
  return `${value}.${signature(value, key)}`;
}

/** The value that was signed; undefined when the signature is not ours. */
export function tryUnsign(signed: string | undefined, key: string): string | undefined {
  const at = signed?.lastIndexOf('.') ?? -1;
  if (signed === undefined || at < 0) return undefined;
  const value = signed.slice(0, at);
  const expected = Buffer.from(signature(value, key));
  const given = Buffer.from(signed.slice(at + 1));
  return expected.length === given.length && timingSafeEqual(expected, given) ? value : undefined;
}

function signature(value: string, key: string): string {
  return createHmac('sha256', key).update(value).digest('base64url');
}
