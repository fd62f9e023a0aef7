import { jest } from '@jest/globals';
import type { Session } from '@todo-chatbot/contracts';
import { createSignIn } from '../../src/session/oidc';
import type { SignIn } from '../../src/session/sign-in';
import { startApp, type TestApp, type Visitor } from '../support/app';
import { CLIENT_ID, CLIENT_SECRET, startProvider, type IdentityProvider } from '../support/identity-provider';

const ORIGIN = 'https://todo.example.com';
let provider: IdentityProvider;
let test: TestApp;
let visitor: Visitor;

const signInWith = (issuer: string, secret = CLIENT_SECRET): SignIn => {
  const signIn = createSignIn({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: secret,
    PUBLIC_ORIGIN: ORIGIN,
  });
  if (signIn === undefined) throw new Error('no sign-in');
  return signIn;
};

beforeAll(async () => {
  // The provider tells developers what to set up before production.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  jest.spyOn(console, 'info').mockImplementation(() => undefined);
  provider = await startProvider(`${ORIGIN}/api/auth/callback`);
  test = await startApp({ signIn: signInWith(provider.issuer) });
}, 60_000);
afterAll(async () => {
  await test.stop();
  await provider.close();
});
beforeEach(() => {
  visitor = test.visitor();
});

const cookiesOf = (headers: Record<string, unknown>): string[] => [headers['set-cookie'] ?? []].flat() as string[];
const pairOf = (cookies: readonly string[], name: string): string =>
  cookies.find((cookie) => cookie.startsWith(`${name}=`))?.split(';')[0] ?? '';

interface Begun {
  readonly url: string;
  /** The cookie that ties the answer to this browser. */
  readonly tie: string;
  readonly app: TestApp;
}

async function begin(returnTo = '/', app = test): Promise<Begun> {
  const { status, headers } = await app
    .visitor()
    .ask('GET', `/api/auth/login?returnTo=${encodeURIComponent(returnTo)}`);
  expect(status).toBe(302);
  return { url: String(headers['location']), tie: pairOf(cookiesOf(headers), '__Host-sign-in'), app };
}

/** Comes back to the app, with the session that the browser had. */
async function comeBack(callbackUrl: string, { tie, app }: Begun, session = '') {
  const { pathname, search } = new URL(callbackUrl);
  const headers = { cookie: [tie, session].filter(Boolean).join('; ') };
  const answer = await app.visitor().ask('GET', pathname + search, { headers });
  return { ...answer, session: pairOf(cookiesOf(answer.headers), '__Host-session') };
}

const endOf = ({ status, headers, session }: Awaited<ReturnType<typeof comeBack>>) => [status, headers['location'], session];

async function signInAs(login: string, session = ''): Promise<string> {
  const begun = await begin();
  const back = await comeBack(await provider.signIn(begun.url, login), begun, session);
  expect([back.status, back.headers['location']]).toEqual([302, '/']);
  return back.session;
}

const ask = <T>(cookie: string, url: string) => test.visitor().ask<T>('GET', url, { headers: { cookie } });

describe('sign-in with a real OpenID provider', () => {
  it('A13: gives a new session, and the todos that were made before; the old session is over', async () => {
    await visitor.create({ title: 'made before' });
    const before = visitor.cookie();
    const after = await signInAs('alice', before);
    expect(after).not.toBe(before);
    const { body } = await ask<Session>(after, '/api/session');
    expect(body).toMatchObject({ kind: 'signed-in', name: 'alice Example', signInAvailable: true });
    expect((await ask<{ total: number }>(after, '/api/todos')).body.total).toBe(1);
    expect((await ask<{ total: number }>(before, '/api/todos')).body.total).toBe(0);
  });

  it('finds the same todos from another browser, and shows nobody else’s', async () => {
    await visitor.create({ title: 'of bob' });
    await signInAs('bob', visitor.cookie());
    const elsewhere = await signInAs('bob');
    expect((await ask<{ items: { title: string }[] }>(elsewhere, '/api/todos')).body.items).toMatchObject([
      { title: 'of bob' },
    ]);
    const carol = await signInAs('carol', elsewhere);
    expect((await ask<{ total: number }>(carol, '/api/todos')).body.total).toBe(0);
  });

  it('A13: a signed-in session is over on the server after log-out', async () => {
    const session = await signInAs('dave');
    const out = await test.visitor().ask('POST', '/api/auth/logout', { headers: { cookie: session } });
    expect(out.status).toBe(204);
    expect((await ask<Session>(session, '/api/session')).body.kind).toBe('anonymous');
  });

  it('A14: takes no answer that another browser asked for', async () => {
    const attacker = await begin();
    const callback = await provider.signIn(attacker.url, 'mallory');
    const victim = await begin();
    const crossed = await comeBack(callback, victim);
    expect(endOf(crossed)).toEqual([302, '/?sign-in=refused', '']);
    const untied = await comeBack(callback, { ...victim, tie: '' });
    expect(endOf(untied)).toEqual([302, '/?sign-in=over', '']);
    const forged = await comeBack(callback, { ...attacker, tie: `${attacker.tie.slice(0, -4)}AAAA` });
    expect(endOf(forged)).toEqual([302, '/?sign-in=over', '']);
  });

  it('takes an answer once', async () => {
    const begun = await begin();
    const callback = await provider.signIn(begun.url, 'erin');
    expect((await comeBack(callback, begun)).headers['location']).toBe('/');
    expect(endOf(await comeBack(callback, begun))).toEqual([302, '/?sign-in=refused', '']);
  });

  it('tells who said no at the provider, and keeps the session that was', async () => {
    await visitor.create({ title: 'mine' });
    const begun = await begin();
    const back = await comeBack(await provider.refuse(begun.url), begun, visitor.cookie());
    expect(endOf(back)).toEqual([302, '/?sign-in=refused', '']);
    expect(await visitor.titles()).toEqual(['mine']);
  });

  it.each([
    ['/todos?view=today', '/todos?view=today'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/a\r\nset-cookie: x=y', '/'],
    ['javascript:alert(1)', '/'],
  ])('comes back to a path of the app only: %j', async (returnTo, location) => {
    const begun = await begin(returnTo);
    const back = await comeBack(await provider.signIn(begun.url, 'frank'), begun);
    expect(back.headers['location']).toBe(location);
  });

  it('A13: asks with PKCE, state and nonce, in a cookie that is __Host-, Secure, HttpOnly and short-lived', async () => {
    const { headers } = await visitor.ask('GET', '/api/auth/login');
    const { searchParams } = new URL(String(headers['location']));
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: CLIENT_ID,
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${ORIGIN}/api/auth/callback`,
      scope: 'openid profile',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)?.length).toBeGreaterThan(40);
    expect(cookiesOf(headers)[0]).toMatch(
      /^__Host-sign-in=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('A10: shows the client secret nowhere', async () => {
    await signInAs('grace');
    expect(test.log.join('')).not.toContain(CLIENT_SECRET);
  });

  it('refuses with a wrong client secret', async () => {
    const other = await startApp({ signIn: signInWith(provider.issuer, 'wrong') });
    const begun = await begin('/', other);
    expect(endOf(await comeBack(await provider.signIn(begun.url, 'heidi'), begun))).toEqual([302, '/?sign-in=refused', '']);
    await other.stop();
  });

  it('comes back to say so when the provider is away; the app goes on', async () => {
    const away = await startApp({ signIn: signInWith('http://127.0.0.1:9') });
    const answer = await away.visitor().ask('GET', '/api/auth/login');
    expect([answer.status, answer.headers['location']]).toEqual([302, '/?sign-in=unavailable']);
    expect((await away.visitor().ask('GET', '/api/todos')).status).toBe(200);
    await away.stop();
  });

  it('comes back to say so when the provider goes away halfway, or the database does', async () => {
    const halfway = await startProvider(`${ORIGIN}/api/auth/callback`);
    const other = await startApp({ signIn: signInWith(halfway.issuer) });
    const begun = await begin('/', other);
    const callback = await halfway.signIn(begun.url, 'ivan');
    await halfway.close();
    expect(endOf(await comeBack(callback, begun))).toEqual([302, '/?sign-in=unavailable', '']);
    other.services.lifecycle.prepared = undefined;
    const early = await other.visitor().ask('GET', '/api/auth/login');
    expect([early.status, early.headers['location']]).toEqual([302, '/?sign-in=unavailable']);
    await other.stop();
  });

  it('brings what was made before along into an account that has todos already, once', async () => {
    await visitor.create({ title: 'of judy' });
    await signInAs('judy', visitor.cookie());
    const other = test.visitor();
    for (const title of ['first', 'second']) await other.create({ title });
    const session = await signInAs('judy', other.cookie());
    const titles = async () =>
      (await ask<{ items: { title: string }[] }>(session, '/api/todos')).body.items.map(({ title }) => title);
    expect(await titles()).toEqual(['of judy', 'first', 'second']);
    await signInAs('judy', session);
    expect((await ask<{ total: number }>(await signInAs('judy', other.cookie()), '/api/todos')).body.total).toBe(3);
  });

  it('is not there without a provider', async () => {
    const none = await startApp();
    for (const url of ['/api/auth/login', '/api/auth/callback'])
      expect((await none.visitor().ask('GET', url)).status).toBe(404);
    expect((await none.visitor().ask<Session>('GET', '/api/session')).body.signInAvailable).toBe(false);
    await none.stop();
  });
});
