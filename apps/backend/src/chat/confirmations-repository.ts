import { confirmationSchema, type Card, type Confirmation } from '@todo-chatbot/contracts';
import { sql } from 'kysely';
import type { Scope } from '../db/workspace';

export interface StoredConfirmation {
  readonly card: Confirmation;
  readonly action: unknown;
  readonly isDecided: boolean;
  readonly isOver: boolean;
}

export async function insertConfirmation({ db, workspace }: Scope, card: Confirmation, action: unknown): Promise<void> {
  await db
    .insertInto('confirmations')
    .values({
      id: card.id,
      workspace_id: workspace,
      action: JSON.stringify(action),
      card: JSON.stringify(card),
      expires_at: new Date(card.expiresAt),
      decided_at: null,
    })
    .execute();
}

export async function findConfirmation({ db, workspace }: Scope, id: string): Promise<StoredConfirmation | undefined> {
  const row = await db
    .selectFrom('confirmations')
    .select(['card', 'action', 'decided_at', sql<boolean>`expires_at < now()`.as('is_over')])
    .where('workspace_id', '=', workspace)
    .where('id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      card: confirmationSchema.parse(row.card),
      action: row.action,
      isDecided: row.decided_at !== null,
      isOver: row.is_over,
    }
  );
}

export async function decideConfirmation({ db, workspace }: Scope, card: Confirmation): Promise<void> {
  await db
    .updateTable('confirmations')
    .set({ decided_at: new Date(), card: JSON.stringify(card) })
    .where('workspace_id', '=', workspace)
    .where('id', '=', card.id)
    .execute();
}

/** Cards as they are now: a confirmation may have been decided while the answer was still being given. */
export async function currentCards(scope: Scope, cards: readonly Card[]): Promise<Card[]> {
  const current: Card[] = [];
  for (const card of cards)
    current.push(card.kind === 'confirmation' ? ((await findConfirmation(scope, card.id))?.card ?? card) : card);
  return current;
}
