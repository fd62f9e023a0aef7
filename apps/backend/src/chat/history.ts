import { randomUUID } from 'node:crypto';
import type { Card, Message } from '@todo-chatbot/contracts';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../db/schema';
import { inWorkspace } from '../db/workspace';
import { publish } from '../live/outbox';

const MOST_KEPT = 200;

export interface NewMessage {
  readonly id?: string;
  readonly role: Message['role'];
  readonly text: string;
  readonly cards?: readonly Card[];
  readonly state?: Message['state'];
}

export async function readHistory(db: Kysely<Database>, workspace: string, limit = MOST_KEPT): Promise<Message[]> {
  const rows = await inWorkspace(db, workspace, (scope) =>
    scope.selectFrom('messages').selectAll().where('workspace_id', '=', workspace).orderBy('created_at', 'desc').limit(limit).execute(),
  );
  return rows.reverse().map(toMessage);
}

export async function appendMessage(db: Kysely<Database>, workspace: string, message: NewMessage): Promise<Message> {
  return inWorkspace(db, workspace, async (scope) => {
    const row = await scope
      .insertInto('messages')
      .values({
        id: message.id ?? randomUUID(),
        workspace_id: workspace,
        role: message.role,
        text: message.text,
        cards: JSON.stringify(message.cards ?? []),
        state: message.state ?? 'complete',
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await publish(scope, workspace, { type: 'chat' });
    return toMessage(row);
  });
}

export async function clearHistory(db: Kysely<Database>, workspace: string): Promise<void> {
  await inWorkspace(db, workspace, async (scope) => {
    await scope.deleteFrom('messages').where('workspace_id', '=', workspace).execute();
    await publish(scope, workspace, { type: 'chat' });
  });
}

function toMessage({ id, role, text, cards, state, created_at }: Selectable<Database['messages']>): Message {
  return { id, role, text, cards, state, createdAt: new Date(created_at).toISOString() };
}
