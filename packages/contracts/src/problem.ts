import { z } from 'zod';

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
