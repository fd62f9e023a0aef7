import { z } from 'zod';

/** Every `code` that a problem may have, and when it is sent. */
export const problemCodes = {
  'bad-request': 'The request could not be read, e.g. its JSON is broken.',
  'bad-cursor': 'The cursor is not one that a page of this very list gave.',
  'cross-origin': 'A page of another origin asked for a change.',
  'not-found': 'There is no such thing in this workspace.',
  'method-not-allowed': 'The path knows other methods; see `Allow`.',
  'not-acceptable': 'The answer is a stream of events, which the client refuses.',
  'version-conflict': 'Somebody changed the todo after it was read; `current` is how it is now.',
  'order-changed': 'The two neighbours are not in that order any more.',
  'undo-conflict': 'What was changed has been changed again since.',
  'confirmation-over': 'It was decided already, or was open for too long.',
  'confirmation-stale': 'What it would change is not as it was shown.',
  'too-many-todos': 'The workspace holds as many todos as it may; delete some first.',
  'too-large': 'The body is larger than this path takes.',
  'unsupported-media-type': 'The body is of a kind that this path does not take.',
  validation: 'The request does not have the expected form; see `errors`.',
  'bad-idempotency-key': 'The key is not 1 to 200 printable characters.',
  'idempotency-key-reused': 'The key was used for another request.',
  'if-match-required': 'A change must say which version it is of.',
  'rate-limited': 'Too many requests; see `Retry-After`.',
  'assistant-budget': 'The assistant has answered enough for today; see `Retry-After`.',
  'too-many-streams': 'Too many streams are open already.',
  starting: 'The database is not ready yet.',
  'database-unavailable': 'The database does not answer; nothing was stored.',
  internal: 'A fault of the server; it has been logged under the request’s id.',
} as const;
export type ProblemCode = keyof typeof problemCodes;

/** RFC 9457 problem details; sent as `application/problem+json` with every error. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  /** Stable, e.g. `version-conflict`. */
  code: z.string(),
  requestId: z.string(),
  /** For `validation`: one entry per fault. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** For `version-conflict`: the todo as it is now. */
  current: z.unknown().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
