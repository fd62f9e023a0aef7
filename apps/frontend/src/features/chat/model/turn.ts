import type { Card, ChatEvent, Message } from '@todo-chatbot/contracts';

/** One question and its answer as far as it got. */
export interface Turn {
  readonly question: string;
  readonly userMessage: Message | null;
  readonly messageId: string | null;
  readonly text: string;
  readonly cards: readonly Card[];
  readonly state: 'sending' | 'answering' | 'stopped' | 'failed';
  /** Why it failed, for people. */
  readonly fault: string | null;
}

export function beginTurn(question: string): Turn {
  return { question, userMessage: null, messageId: null, text: '', cards: [], state: 'sending', fault: null };
}

/** The turn after an event; `null` once the answer is complete and belongs to the history. */
export function advance(turn: Turn, event: ChatEvent): Turn | null {
  switch (event.type) {
    case 'start':
      return { ...turn, userMessage: event.userMessage, messageId: event.messageId, state: 'answering' };
    case 'text':
      return { ...turn, text: turn.text + event.delta };
    case 'card':
      return { ...turn, cards: [...turn.cards, event.card] };
    case 'error':
      return { ...turn, state: 'failed', fault: event.detail };
    case 'done':
      return null;
  }
}

/** The history with messages added or replaced, each once, in the order they were said. */
export function withMessages(history: readonly Message[], messages: readonly Message[]): Message[] {
  const fresh = new Map(messages.map((message) => [message.id, message]));
  const known = new Set(history.map((message) => message.id));
  return [...history.map((message) => fresh.get(message.id) ?? message), ...messages.filter((message) => !known.has(message.id))];
}

/** The history with one confirmation as it is now. */
export function withConfirmation<T extends { readonly cards: readonly Card[] }>(holder: T, confirmation: Extract<Card, { kind: 'confirmation' }>): T {
  if (!holder.cards.some((card) => card.kind === 'confirmation' && card.id === confirmation.id)) return holder;
  return { ...holder, cards: holder.cards.map((card) => (card.kind === 'confirmation' && card.id === confirmation.id ? confirmation : card)) };
}
