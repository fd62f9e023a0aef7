import { problemSchema } from '@todo-chatbot/contracts';
import type { z } from 'zod';

interface Content {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>;
}

/** A stream of server-sent events, each with such a value as its `data`. */
export const streamOf = (schema: z.ZodType): Content => ({
  description: 'Server-sent events',
  content: { 'text/event-stream': { schema } },
});

/** A file to save. */
export const fileOf = (type: string, schema: z.ZodType): Content => ({
  description: 'A file',
  content: { [type]: { schema } },
});

/** What every path may answer instead. */
export const problem: Content = {
  description: 'Problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: problemSchema } },
};
