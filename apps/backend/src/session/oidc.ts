import { routes, visible } from '@todo-chatbot/contracts';
import * as oidc from 'openid-client';
import type { Settings } from '../config';
import { SignInRefused, type SignIn } from './sign-in';

/** No more than what a name needs: nothing else of a person is asked for. */
const SCOPE = 'openid profile';
const TIMEOUT_SECONDS = 10;
const LONGEST_NAME = 100;

type OidcSettings = Pick<Settings, 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET' | 'PUBLIC_ORIGIN'>;

/** Sign-in with an OpenID provider by authorization code with PKCE; undefined where none is set. */
export function createSignIn(settings: OidcSettings): SignIn | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: secret, PUBLIC_ORIGIN: origin } = settings;
  if (issuer === undefined || clientId === undefined || origin === undefined) return undefined;
  const provider = lazily(() => discover(new URL(issuer), clientId, secret));
  return {
    begin: async () => {
      const codeVerifier = oidc.randomPKCECodeVerifier();
      const state = { state: oidc.randomState(), nonce: oidc.randomNonce(), codeVerifier };
      const url = oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: `${origin}${routes.loginCallback}`,
        scope: SCOPE,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state: state.state,
        nonce: state.nonce,
      });
      return { url, state };
    },
    complete: async (query, { state, nonce, codeVerifier }) => {
      const callback = new URL(`${origin}${routes.loginCallback}${query}`);
      const checks = {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      };
      const tokens = await oidc.authorizationCodeGrant(await provider(), callback, checks).catch((error: unknown) => {
        throw isRefusal(error) ? new SignInRefused(error) : error;
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('the provider gave no ID token');
      const name = [claims['name'], claims['preferred_username']].find((one) => typeof one === 'string' && one !== '');
      return {
        identity: { issuer: claims.iss, subject: claims.sub },
        name: visible(String(name ?? claims.sub))
          .trim()
          .slice(0, LONGEST_NAME),
      };
    },
  };
}

/** Codes of answers that were none, and what a provider says that will answer later. */
const AWAY = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);
const LATER = new Set<unknown>(['server_error', 'temporarily_unavailable']);

/** Did the provider answer, and say no? What the network says has no code of the protocol. */
function isRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  const code = String(error.code);
  return code.startsWith('OAUTH_') && !AWAY.has(code) && !('error' in error && LATER.has(error.error));
}

function discover(issuer: URL, clientId: string, secret: string | undefined): Promise<oidc.Configuration> {
  // Plain HTTP is for a provider on this very machine, as in development; the settings refuse it elsewhere.
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  return oidc.discovery(issuer, clientId, secret, undefined, { execute, timeout: TIMEOUT_SECONDS });
}

/** Asks once, at the first need, and again after a failure: the provider may start after us. */
function lazily<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
