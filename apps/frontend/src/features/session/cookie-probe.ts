const PROBE = '__Host-probe';

/**
 * Does this browser keep cookies of the kind the session needs? Script-set cookies obey the same rules,
 * so this is asked of the browser itself: plain HTTP on an address other than localhost, and browsers that
 * block cookies, say no.
 */
export function keepsSessionCookies(page: Pick<Document, 'cookie'>): boolean {
  page.cookie = `${PROBE}=1; Path=/; Secure; SameSite=Lax`;
  const kept = page.cookie.split('; ').includes(`${PROBE}=1`);
  page.cookie = `${PROBE}=; Path=/; Secure; SameSite=Lax; Max-Age=0`;
  return kept;
}
