import type { Card } from '@todo-chatbot/contracts';

/** Tells cards of one message apart. */
export function cardKey(card: Card): string {
  if (card.kind === 'confirmation') return card.id;
  return card.kind === 'action' ? card.change.undoId : `${card.kind} ${card.title}`;
}
