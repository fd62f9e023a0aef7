import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { createSignIn } from '../../../apps/backend/src/session/oidc';
import { startApp } from '../../../apps/backend/test/support/app';
import { CLIENT_ID, CLIENT_SECRET, startProvider } from '../../../apps/backend/test/support/identity-provider';
import { startPageServer } from './page-server';
import { Proxy } from './proxy';

export interface SignInSite {
  readonly url: string;
  stop(): Promise<void>;
}

/** The page and its backend where a real OpenID provider signs people in. */
export async function startSignInSite(): Promise<SignInSite> {
  // The provider tells developers what to set up before production.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  jest.spyOn(console, 'info').mockImplementation(() => undefined);
  const way: { proxy?: Proxy } = {};
  const page = await startPageServer((request, response) => way.proxy?.handle(request, response));
  const provider = await startProvider(`${page.url}/api/auth/callback`);
  const signIn = createSignIn({ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: CLIENT_SECRET, PUBLIC_ORIGIN: page.url });
  if (signIn === undefined) throw new Error('The backend takes these settings for none.');
  const test = await startApp({ signIn });
  await test.app.listen({ host: '127.0.0.1', port: 0 });
  way.proxy = new Proxy((test.app.server.address() as AddressInfo).port);
  return {
    url: page.url,
    stop: async () => {
      await page.stop();
      await test.stop();
      await provider.close();
    },
  };
}
