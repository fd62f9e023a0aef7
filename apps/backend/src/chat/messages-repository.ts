import type { Confirmation } from '@todo-chatbot/contracts';
import { sql, type Selectable } from 'kysely';
import type { Database } from '../db/schema';
import type { Scope } from '../db/workspace';

export type MessageRow = Selectable<Database['messages']>;

/** The newest messages, oldest first. */
export async function recentMessages({ db, workspace }: Scope, limit: number): Promise<MessageRow[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('workspace_id', '=', workspace)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.reverse();
}

export async function insertMessage(
  { db, workspace }: Scope,
  { cards, ...message }: Pick<MessageRow, 'id' | 'role' | 'text' | 'cards' | 'state'>,
): Promise<MessageRow> {
  return db
    .insertInto('messages')
    .values({ ...message, workspace_id: workspace, cards: JSON.stringify(cards) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteMessages({ db, workspace }: Scope): Promise<void> {
  await db.deleteFrom('messages').where('workspace_id', '=', workspace).execute();
}

/** Drops the oldest beyond `kept`. */
export async function trimMessages({ db, workspace }: Scope, kept: number): Promise<void> {
  await sql`delete from messages where workspace_id = ${workspace} and id in
    (select id from messages where workspace_id = ${workspace} order by created_at desc, id offset ${kept})`.execute(
    db,
  );
}

/** Puts what was decided on the card in the message that holds it. */
export async function showDecision({ db, workspace }: Scope, card: Confirmation): Promise<void> {
  await sql`
    update messages set cards = (
      select jsonb_agg(case when one ->> 'id' = ${card.id} then ${JSON.stringify(card)}::jsonb else one end order by place)
      from jsonb_array_elements(cards) with ordinality as list (one, place))
    where workspace_id = ${workspace} and cards @> ${JSON.stringify([{ kind: 'confirmation', id: card.id }])}::jsonb`.execute(
    db,
  );
}
