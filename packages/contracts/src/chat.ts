import { z } from 'zod';
import { visible } from './text';
import { changeSchema, todoSchema } from './todo';

export const MESSAGE_MAX = 2000;

export const chatRequestSchema = z.strictObject({
  message: z.string().overwrite(visible).trim().min(1).max(MESSAGE_MAX),
  timeZone: z.string().max(60).default('UTC'),
});
export type ChatRequest = z.input<typeof chatRequestSchema>;

/** Something that was done: shown as a card with an undo. */
export const actionSchema = z.object({ kind: z.literal('action'), change: changeSchema });
/** Todos that answer a question. */
export const resultSchema = z.object({ kind: z.literal('result'), title: z.string(), todos: z.array(todoSchema), total: z.int() });
/** Something destructive or bulk that waits for a click; it expires and works once. */
export const confirmationSchema = z.object({
  kind: z.literal('confirmation'),
  id: z.uuid(),
  summary: z.string(),
  /** Exactly what will change, one line each. */
  changes: z.array(z.object({ todoId: z.uuid(), title: z.string(), description: z.string() })),
  total: z.int(),
  expiresAt: z.iso.datetime(),
  state: z.enum(['pending', 'approved', 'denied', 'expired']),
});
export const cardSchema = z.discriminatedUnion('kind', [actionSchema, resultSchema, confirmationSchema]);
export type Card = z.infer<typeof cardSchema>;
export type Confirmation = z.infer<typeof confirmationSchema>;

export const messageSchema = z.object({
  id: z.uuid(),
  role: z.enum(['user', 'assistant']),
  /** Markdown for the assistant, plain text for the user. */
  text: z.string(),
  cards: z.array(cardSchema),
  /** `stopped`: the user ended the answer; `failed`: see the text. */
  state: z.enum(['complete', 'stopped', 'failed']),
  createdAt: z.iso.datetime(),
});
export type Message = z.infer<typeof messageSchema>;

export const historySchema = z.object({ messages: z.array(messageSchema) });

/**
 * Events of `POST /api/chat`, in order: `start`, then any number of `text` and `card`, then one `done` or `error`.
 * Each is an SSE message with `event: <type>` and the JSON below as `data`. Closing the connection stops the answer.
 */
export const chatEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), userMessage: messageSchema, messageId: z.uuid() }),
  z.object({ type: z.literal('text'), delta: z.string() }),
  z.object({ type: z.literal('card'), card: cardSchema }),
  z.object({ type: z.literal('done'), message: messageSchema }),
  z.object({ type: z.literal('error'), detail: z.string(), retryable: z.boolean() }),
]);
export type ChatEvent = z.infer<typeof chatEventSchema>;

export const decisionSchema = z.strictObject({ decision: z.enum(['approve', 'deny']) });
export const decisionResultSchema = z.object({ confirmation: confirmationSchema, change: changeSchema.nullable() });
export type DecisionResult = z.infer<typeof decisionResultSchema>;
