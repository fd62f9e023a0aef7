import { randomUUID } from 'node:crypto';
import type { Card, ChatEvent, Message } from '@todo-chatbot/contracts';
import type { Kysely } from 'kysely';
import type { Assistant } from '../assistant/assistant';
import { createToolbox } from '../assistant/toolbox';
import type { Database } from '../db/schema';
import { visible } from '../text';
import type { TodoService } from '../todos/service';
import type { ConfirmationService } from './confirmations';
import { appendMessage, readHistory } from './history';

const HISTORY_MESSAGES = 20;
const TURN_MS = 60_000;

export interface ChatServices {
  readonly db: Kysely<Database>;
  readonly assistant: Assistant;
  readonly todos: TodoService;
  readonly confirmations: ConfirmationService;
  onFailure(error: unknown): void;
}

export interface ChatInput {
  readonly workspace: string;
  readonly message: string;
  readonly timeZone: string;
  readonly signal: AbortSignal;
}

/** Answers one message as a stream of events; what was said is kept, also when it is stopped or fails. */
export async function* converse(services: ChatServices, { workspace, message, timeZone, signal }: ChatInput): AsyncIterable<ChatEvent> {
  const { db, assistant } = services;
  const history = await readHistory(db, workspace, HISTORY_MESSAGES);
  const userMessage = await appendMessage(db, workspace, { role: 'user', text: visible(message) });
  const messageId = randomUUID();
  yield { type: 'start', userMessage, messageId };

  const said: { text: string; cards: Card[] } = { text: '', cards: [] };
  const keep = (state: Message['state']): Promise<Message> => appendMessage(db, workspace, { id: messageId, role: 'assistant', ...said, state });
  const turn = { message: userMessage.text, timeZone, history, tools: createToolbox(workspace, timeZone, services), signal: AbortSignal.any([signal, AbortSignal.timeout(TURN_MS)]) };
  try {
    for await (const piece of assistant.answer(turn)) {
      if (signal.aborted) break;
      if ('text' in piece) {
        said.text += piece.text;
        yield { type: 'text', delta: piece.text };
      } else {
        said.cards.push(piece.card);
        yield { type: 'card', card: piece.card };
      }
    }
    const saved = await keep(signal.aborted ? 'stopped' : 'complete');
    yield { type: 'done', message: saved };
  } catch (error) {
    if (signal.aborted) return void (await keep('stopped'));
    services.onFailure(error);
    await keep('failed');
    yield { type: 'error', detail: 'The assistant could not answer. Your todos are as they were, but for what the cards above say.', retryable: true };
  }
}
