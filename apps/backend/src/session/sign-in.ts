import { z } from 'zod';
import type { Identity } from './repository';

/** Signing in with an identity provider. */
export interface SignIn {
  /** Where to send the browser, and what to keep until it comes back. @throws when the provider does not answer. */
  begin(): Promise<{ readonly url: URL; readonly state: SignInState }>;
  /**
   * Who came back; `query` is that of the callback, with its question mark.
   * @throws SignInRefused when the provider says no, or the answer is not one to this browser's question; whatever else
   * is thrown, it cannot be asked now.
   */
  complete(query: string, state: SignInState): Promise<{ readonly identity: Identity; readonly name: string }>;
}

export const signInStateSchema = z.strictObject({ state: z.string(), nonce: z.string(), codeVerifier: z.string() });

/** What ties the provider's answer to the browser that asked. */
export type SignInState = Readonly<z.infer<typeof signInStateSchema>>;

/** Nobody was signed in, and asking again at once would not help. */
export class SignInRefused extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'the provider refused', { cause });
    this.name = 'SignInRefused';
  }
}
