import type { Identity } from './repository';

/** Signing in with an identity provider. */
export interface SignIn {
  /** Where to send the browser, and what to keep until it comes back. @throws when the provider does not answer. */
  begin(): Promise<{ readonly url: URL; readonly state: SignInState }>;
  /** Who came back. @throws when the provider refuses, or the answer is not one to this browser's question. */
  complete(callback: URL, state: SignInState): Promise<{ readonly identity: Identity; readonly name: string }>;
}

/** What ties the provider's answer to the browser that asked. */
export interface SignInState {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}
