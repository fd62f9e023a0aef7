import { z } from 'zod';
import { todoSchema } from './todo';

/**
 * Events of `GET /api/events` (SSE). `id:` is the number of the change in the workspace; an `EventSource`
 * sends it back as `Last-Event-ID` and gets what it missed. `reset` means too much was missed: read everything anew.
 * Beside them come `ready`, once at the beginning, and `ping`.
 */
export const liveEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('todos'), upserted: z.array(todoSchema), deleted: z.array(z.uuid()) }),
  z.object({ type: z.literal('chat') }),
  z.object({ type: z.literal('reset') }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
