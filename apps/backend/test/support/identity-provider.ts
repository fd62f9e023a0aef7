import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

export interface IdentityProvider {
  readonly issuer: string;
  /** Goes through the provider's own pages as this person, from the app's redirect back to the app's callback. */
  signIn(authorizationUrl: string, login: string): Promise<string>;
  /** Follows the redirect, and says no at the first page. */
  refuse(authorizationUrl: string): Promise<string>;
  close(): Promise<void>;
}

export const CLIENT_ID = 'todo-chatbot';
export const CLIENT_SECRET = 'a-client-secret-of-the-test';

/** A real OpenID provider on loopback. */
export async function startProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['a key of the test'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, name: `${sub} \u202eExample` }) }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    signIn: (url, login) => walk(url, redirectUri, login),
    refuse: (url) => walk(url, redirectUri, undefined),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Goes from page to page as a browser would, filling in the forms, until it is sent to `end`. */
async function walk(start: string, end: string, login: string | undefined): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let page = 0; page < 12; page++) {
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    const init: RequestInit = { redirect: 'manual', headers, ...(form ? { method: 'POST', body: form } : {}) };
    const response = await fetch(url, init);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const html = await response.text();
    const location = response.headers.get('location');
    form = undefined;
    if (location !== null) {
      url = new URL(location, url).href;
      if (url.startsWith(end)) return url;
    } else if (login === undefined) {
      url = new URL(/href="([^"]*\/abort)"/.exec(html)?.[1] ?? 'no-abort', url).href;
    } else {
      const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? '';
      form = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login, password: 'any' } : {}) });
      url = new URL(/action="([^"]+)"/.exec(html)?.[1] ?? '', url).href;
    }
  }
  throw new Error(`the provider never came to an end: ${url}`);
}
