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
