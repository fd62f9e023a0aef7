import type { QueryClient } from '@tanstack/react-query';
import { routes, type ChatEvent, type ChatRequest, type DecisionResult, type Message } from '@todo-chatbot/contracts';
import { ApiError, describeError } from '../../../shared/api/api-error';
import { keys } from '../../../shared/api/keys';
import { request, send } from '../../../shared/api/request';
import { readServerSentEvents } from '../../../shared/api/server-sent-events';
import { announce } from '../../../shared/lib/announce';
import { createStore } from '../../../shared/lib/store';
import { showToast } from '../../../shared/lib/toast';
import { applyChange } from '../../../shared/todos/todo-cache';
import { timeZone } from '../../../shared/todos/todo-query';
import { offerUndo } from '../../../shared/todos/undo';
import { advance, beginTurn, withConfirmation, withMessages, type Turn } from './turn';

export interface History {
  readonly messages: Message[];
}

/** The question that is being answered, or whose answer ended badly; null when all is in the history. */
export const turn = createStore<Turn | null>(null);

let underWay: AbortController | undefined;

/** Asks the assistant; the answer arrives in `turn`, piece by piece. Does nothing while one is being answered. */
export async function ask(client: QueryClient, question: string): Promise<void> {
  if (underWay !== undefined) return;
  const controller = new AbortController();
  underWay = controller;
  turn.set(beginTurn(question));
  try {
    const json: ChatRequest = { message: question, timeZone: timeZone() };
    const response = await send(routes.chat, { method: 'POST', json, signal: controller.signal, headers: { accept: 'text/event-stream' } });
    if (response.body !== null) await follow(client, response.body);
    if (isOpen(turn.get())) end('failed', 'The answer broke off. What the cards say was done; ask again for the rest.');
  } catch (error) {
    if (controller.signal.aborted) end('stopped', null);
    else end('failed', error instanceof ApiError ? describeError(error) : 'The connection broke. What the cards say was done; ask again for the rest.');
  } finally {
    underWay = undefined;
    // What the server kept of a stopped or broken answer takes the place of what is shown.
    if (turn.get() !== null) void client.invalidateQueries({ queryKey: keys.chatHistory });
  }
}

/** Stops the answer; what was said and done so far stays. */
export function stop(): void {
  underWay?.abort();
}

async function follow(client: QueryClient, body: ReadableStream<Uint8Array>): Promise<void> {
  for await (const { data } of readServerSentEvents(body)) receive(client, JSON.parse(data) as ChatEvent);
}

function receive(client: QueryClient, event: ChatEvent): void {
  const current = turn.get();
  if (current === null) return;
  if (event.type === 'done') {
    const said = [current.userMessage, event.message].filter((message) => message !== null);
    client.setQueryData<History>(keys.chatHistory, (history) => ({ messages: withMessages(history?.messages ?? [], said) }));
    announce(`Assistant: ${event.message.text}`);
  }
  if (event.type === 'error') announce(event.detail);
  if (event.type === 'card' && event.card.kind === 'action') {
    applyChange(client, event.card.change);
    offerUndo(client, [event.card.change], { summary: event.card.change.summary, quiet: true });
  }
  turn.set(advance(current, event));
}

function isOpen(current: Turn | null): boolean {
  return current !== null && (current.state === 'sending' || current.state === 'answering');
}

function end(state: 'stopped' | 'failed', fault: string | null): void {
  turn.set((current) => (current === null ? null : { ...current, state, fault }));
}

/** Allows or refuses what the assistant proposed. */
export async function decide(client: QueryClient, id: string, decision: 'approve' | 'deny'): Promise<void> {
  try {
    const { confirmation, change } = await request<DecisionResult>(routes.confirmation(id), { method: 'POST', json: { decision } });
    client.setQueryData<History>(keys.chatHistory, (history) =>
      history === undefined ? history : { messages: history.messages.map((message) => withConfirmation(message, confirmation)) },
    );
    turn.set((current) => (current === null ? null : withConfirmation(current, confirmation)));
    if (change === null) return;
    applyChange(client, change);
    offerUndo(client, [change], { summary: change.summary });
  } catch (error) {
    showToast({ message: `Nothing was changed. ${describeError(error)}`, tone: 'error' });
    await client.invalidateQueries({ queryKey: keys.chatHistory });
  }
}

/** Forgets everything that was said. */
export async function clearHistory(client: QueryClient): Promise<void> {
  try {
    await request(routes.chatHistory, { method: 'DELETE' });
    turn.set(null);
    client.setQueryData<History>(keys.chatHistory, { messages: [] });
    showToast({ message: 'The conversation is cleared. Your todos are as they were.' });
  } catch (error) {
    showToast({ message: `The conversation was not cleared. ${describeError(error)}`, tone: 'error' });
  }
}
