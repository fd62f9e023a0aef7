import type { Card, Message } from '@todo-chatbot/contracts';
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';
import { changeWorkspace, inWorkspace } from '../db/workspace';
import { publish } from '../live/outbox';
import { currentCards } from './confirmations-repository';
import { deleteMessages, insertMessage, recentMessages, trimMessages, type MessageRow } from './messages-repository';

const MOST_KEPT = 200;

export interface NewMessage {
  readonly id?: string;
  readonly role: Message['role'];
  readonly text: string;
  readonly cards?: readonly Card[];
  readonly state?: Message['state'];
}

/** What was said in a workspace. */
export type ChatHistory = ReturnType<typeof createChatHistory>;

export function createChatHistory(db: Kysely<Database>) {
  return {
    read: (workspace: string, limit = MOST_KEPT): Promise<Message[]> =>
      inWorkspace(db, workspace, async (scope) =>
        (await recentMessages(scope, limit)).map((row) => toMessage(row, new Date())),
      ),
    append: (
      workspace: string,
      { id = randomUUID(), role, text, cards = [], state = 'complete' }: NewMessage,
    ): Promise<Message> =>
      changeWorkspace(db, workspace, async (scope) => {
        const row = await insertMessage(scope, { id, role, text, cards: await currentCards(scope, cards), state });
        await trimMessages(scope, MOST_KEPT);
        await publish(scope, { type: 'chat' });
        return toMessage(row, new Date());
      }),
    clear: (workspace: string): Promise<void> =>
      changeWorkspace(db, workspace, async (scope) => {
        await deleteMessages(scope);
        await publish(scope, { type: 'chat' });
      }),
  };
}

function toMessage({ id, role, text, cards, state, created_at }: MessageRow, now: Date): Message {
  return {
    id,
    role,
    text,
    cards: cards.map((card) => withExpiry(card, now)),
    state,
    createdAt: new Date(created_at).toISOString(),
  };
}

function withExpiry(card: Card, now: Date): Card {
  return card.kind === 'confirmation' && card.state === 'pending' && new Date(card.expiresAt) < now
    ? { ...card, state: 'expired' }
    : card;
}
