import { randomUUID } from 'node:crypto';
import { visible, type Card, type ChatEvent, type Message } from '@todo-chatbot/contracts';
import { AssistantError, type Assistant, type Piece, type Turn } from '../assistant/assistant';
import { createToolbox, type ToolServices } from '../assistant/toolbox';
import type { Budget } from '../limits/budget';
import type { ChatHistory } from './history';
import { isTimeZone } from '../time';
import { recall } from './recall';

const HISTORY_MESSAGES = 20;
const TURN_MS = 60_000;
const CANNOT = 'The assistant could not answer. Your todos are as they were, but for what the cards above say.';

export interface ChatServices extends ToolServices {
  readonly history: ChatHistory;
  readonly assistant: Assistant;
  readonly budget: Budget;
}

export interface ChatInput {
  readonly workspace: string;
  readonly message: string;
  readonly timeZone: string;
  /** Aborted when the user stops the answer or goes away. */
  readonly signal: AbortSignal;
  onFailure(error: unknown): void;
}

/**
 * Answers one message as a stream of events; what was said is kept, also when it is stopped or fails.
 * @throws before the first event only: ProblemError 429 when the day's budget is used up, and what the database throws.
 */
export async function* converse(
  services: ChatServices,
  input: ChatInput,
): AsyncGenerator<ChatEvent, Message['state'] | undefined> {
  const { history, budget, assistant } = services;
  const { workspace, message } = input;
  const timeZone = isTimeZone(input.timeZone) ? input.timeZone : 'UTC';
  if (assistant.kind !== 'offline') await budget.mustHaveLeft(workspace);
  const earlier = recall(await history.read(workspace, HISTORY_MESSAGES));
  const userMessage = await history.append(workspace, { role: 'user', text: message });
  const messageId = randomUUID();
  yield { type: 'start', userMessage, messageId };

  const said: Said = { text: '', cards: [] };
  const spending: Promise<void>[] = [];
  const timeout = AbortSignal.timeout(TURN_MS);
  const turn: Turn = {
    message,
    timeZone,
    now: new Date(),
    history: earlier,
    tools: createToolbox({ workspace, timeZone, message }, services),
    signal: AbortSignal.any([input.signal, timeout]),
    spend: (tokens) => void spending.push(budget.spend(workspace, tokens).catch(input.onFailure)),
  };
  const failure = yield* speak(assistant, turn, said);
  await Promise.all(spending);
  return yield* conclude(history, { ...input, messageId, timeout }, { said, failure });
}

/** Stores what was said and ends the stream. */
async function* conclude(
  history: ChatHistory,
  input: ChatInput & { messageId: string; timeout: AbortSignal },
  { said, failure }: { said: Said; failure: unknown },
): AsyncGenerator<ChatEvent, Message['state']> {
  const state = failure === undefined ? 'complete' : input.signal.aborted ? 'stopped' : 'failed';
  const reason = state === 'failed' ? explain(failure, input.timeout) : undefined;
  if (reason) input.onFailure(failure);
  const text = [said.text, reason?.detail].filter(Boolean).join('\n\n');
  const kept = await keep(history, input, { ...said, text, state });
  if (reason) yield { type: 'error', ...reason };
  else if (kept) yield { type: 'done', message: kept };
  else yield { type: 'error', detail: CANNOT, retryable: true };
  return state;
}

interface Said {
  text: string;
  cards: Card[];
}

/** Passes on what the assistant says; gives the error when it ended with one, or the reason when it was stopped. */
async function* speak(assistant: Assistant, turn: Turn, said: Said): AsyncGenerator<ChatEvent, unknown> {
  try {
    for await (const piece of assistant.answer(turn)) {
      if (turn.signal.aborted) break;
      const event = hear(piece, said);
      if (event) yield event;
    }
    return turn.signal.aborted ? turn.signal.reason : undefined;
  } catch (error) {
    return error ?? new Error('the assistant failed without a reason');
  }
}

function hear(piece: Piece, said: Said): ChatEvent | undefined {
  if ('card' in piece) {
    said.cards.push(piece.card);
    return { type: 'card', card: piece.card };
  }
  const delta = visible(piece.text);
  said.text += delta;
  return delta === '' ? undefined : { type: 'text', delta };
}

function explain(failure: unknown, timeout: AbortSignal): { detail: string; retryable: boolean } {
  if (timeout.aborted) return { detail: 'The answer took too long and was stopped.', retryable: true };
  if (failure instanceof AssistantError) return { detail: failure.message, retryable: failure.options.retryable };
  return { detail: CANNOT, retryable: true };
}

/** The answer as it is stored; undefined when the database is away: what was done is done, what was said is lost. */
async function keep(
  history: ChatHistory,
  input: ChatInput & { messageId: string },
  said: Said & { state: Message['state'] },
): Promise<Message | undefined> {
  try {
    return await history.append(input.workspace, { id: input.messageId, role: 'assistant', ...said });
  } catch (error) {
    input.onFailure(error);
    return undefined;
  }
}
