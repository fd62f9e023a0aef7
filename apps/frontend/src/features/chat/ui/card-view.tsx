import type { Card } from '@todo-chatbot/contracts';
import type { ReactNode } from 'react';
import { ActionCard } from './action-card';
import { ConfirmationCard } from './confirmation-card';
import { ResultCard } from './result-card';

/** What came of a message, beside its words. `saidAt` bounds how long an undo is offered. */
export function CardView({ card, saidAt }: { readonly card: Card; readonly saidAt: string | null }): ReactNode {
  switch (card.kind) {
    case 'action':
      return <ActionCard change={card.change} saidAt={saidAt} />;
    case 'result':
      return <ResultCard title={card.title} todos={card.todos} total={card.total} />;
    case 'confirmation':
      return <ConfirmationCard confirmation={card} />;
  }
}
