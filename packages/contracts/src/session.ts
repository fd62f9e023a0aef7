import { z } from 'zod';

export const sessionSchema = z.object({
  /** `anonymous`: a private workspace of this browser; `signed-in`: by OIDC. */
  kind: z.enum(['anonymous', 'signed-in']),
  name: z.string().nullable(),
  /** Is there a provider to sign in with, at `/api/auth/login`? */
  signInAvailable: z.boolean(),
  assistant: z.object({ kind: z.enum(['gemini', 'offline']), name: z.string() }),
});
export type Session = z.infer<typeof sessionSchema>;

/** Why somebody was not signed in: the provider said no, it took too long or began elsewhere, or it cannot be asked now. */
export const signInFailureSchema = z.enum(['refused', 'over', 'unavailable']);
export type SignInFailure = z.infer<typeof signInFailureSchema>;
