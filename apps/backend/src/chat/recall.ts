import type { Card, Message } from '@todo-chatbot/contracts';

/** Characters of earlier messages that an assistant is given. */
const MOST_CHARACTERS = 12_000;

export interface Recalled {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** What was said before, newest first in line when there is not room for all; whole messages only. */
export function recall(messages: readonly Message[]): Recalled[] {
  const recalled: Recalled[] = [];
  let room = MOST_CHARACTERS;
  for (const message of messages.toReversed()) {
    const text = [message.text, ...message.cards.map(inWords)].filter(Boolean).join('\n');
    room -= text.length;
    if (room < 0) break;
    if (text !== '') recalled.unshift({ role: message.role, text });
  }
  return recalled;
}

/** Cards hold what was done; titles in them were the user's to begin with. */
function inWords(card: Card): string {
  if (card.kind === 'action') return `[${card.change.summary}]`;
  return card.kind === 'confirmation'
    ? `[${card.summary} ${card.state}]`
    : `[showed ${card.total} todos: ${card.title}]`;
}
