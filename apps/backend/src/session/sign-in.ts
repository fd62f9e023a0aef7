import { z } from 'zod';
import type { Identity } from './repository';

/** Signing in with an identity provider. */
export interface SignIn {
  /** Where to send the browser, and what to keep until it comes back. @throws when the provider does not answer. */
  begin(): Promise<{ readonly url: URL; readonly state: SignInState }>;
  /**
   * Who came back; `query` is that of the callback, with its question mark.
   * @throws when the provider refuses, or the answer is not one to this browser's question.
   */
  complete(query: string, state: SignInState): Promise<{ readonly identity: Identity; readonly name: string }>;
}

export const signInStateSchema = z.strictObject({ state: z.string(), nonce: z.string(), codeVerifier: z.string() });

/** What ties the provider's answer to the browser that asked. */
export type SignInState = Readonly<z.infer<typeof signInStateSchema>>;
