import { randomUUID } from 'node:crypto';
import { confirmationSchema, todoPatchSchema, type Confirmation, type DecisionResult, type Todo, type TodoPatch } from '@todo-chatbot/contracts';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../db/schema';
import { inWorkspace } from '../db/workspace';
import { publish } from '../live/outbox';
import { notFound, ProblemError } from '../problem';
import { count } from '../text';
import type { TodoService } from '../todos/service';

const VALID_MS = 10 * 60_000;
const MOST_SHOWN = 100;

const pendingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delete'), ids: z.array(z.uuid()) }),
  z.strictObject({ kind: z.literal('change'), ids: z.array(z.uuid()), fields: todoPatchSchema }),
]);
type Pending = z.infer<typeof pendingSchema>;

/** Bulk and destructive actions wait here for a person's click: single-use, expiring, shown in full. */
export type ConfirmationService = ReturnType<typeof createConfirmationService>;

export function createConfirmationService(db: Kysely<Database>, todos: TodoService) {
  return {
    ask: async (workspace: string, pending: Pending, affected: readonly Todo[]): Promise<Confirmation> => {
      const expiresAt = new Date(Date.now() + VALID_MS);
      const card = describe(pending, affected, expiresAt);
      await inWorkspace(db, workspace, (scope) =>
        scope.insertInto('confirmations').values({ id: card.id, workspace_id: workspace, action: JSON.stringify(pending), card: JSON.stringify(card), expires_at: expiresAt, decided_at: null }).execute(),
      );
      return card;
    },
    decide: async (workspace: string, id: string, decision: 'approve' | 'deny'): Promise<DecisionResult> => {
      const { card, pending } = await claim(db, workspace, id);
      const change = decision === 'deny' ? null : pending.kind === 'delete' ? await todos.remove(workspace, pending.ids) : await todos.patchAll(workspace, pending.ids, pending.fields);
      const confirmation: Confirmation = { ...card, state: decision === 'approve' ? 'approved' : 'denied' };
      await settle(db, workspace, confirmation);
      return { confirmation, change };
    },
  };
}

/** Takes a confirmation so that nobody else can: the first of two clicks wins. */
async function claim(db: Kysely<Database>, workspace: string, id: string): Promise<{ card: Confirmation; pending: Pending }> {
  return inWorkspace(db, workspace, async (scope) => {
    const row = await scope.selectFrom('confirmations').selectAll().where('workspace_id', '=', workspace).where('id', '=', id).forUpdate().executeTakeFirst();
    if (row === undefined) throw notFound('confirmation');
    if (row.decided_at !== null || row.expires_at < new Date()) {
      throw new ProblemError(410, 'confirmation-over', { title: 'No longer open', detail: row.decided_at ? 'This was decided already.' : 'This was open too long; ask again.' });
    }
    await scope.updateTable('confirmations').set({ decided_at: new Date() }).where('workspace_id', '=', workspace).where('id', '=', id).execute();
    return { card: confirmationSchema.parse(row.card), pending: pendingSchema.parse(row.action) };
  });
}

/** Shows the decision wherever the card is shown: in the history, and in every window. */
async function settle(db: Kysely<Database>, workspace: string, card: Confirmation): Promise<void> {
  await inWorkspace(db, workspace, async (scope) => {
    const messages = await scope.selectFrom('messages').select(['id', 'cards']).where('workspace_id', '=', workspace).orderBy('created_at', 'desc').limit(100).execute();
    const message = messages.find(({ cards }) => cards.some((one) => one.kind === 'confirmation' && one.id === card.id));
    if (message === undefined) return;
    const cards = message.cards.map((one) => (one.kind === 'confirmation' && one.id === card.id ? card : one));
    await scope.updateTable('messages').set({ cards: JSON.stringify(cards) }).where('workspace_id', '=', workspace).where('id', '=', message.id).execute();
    await publish(scope, workspace, { type: 'chat' });
  });
}

function describe(pending: Pending, affected: readonly Todo[], expiresAt: Date): Confirmation {
  const what = pending.kind === 'delete' ? 'Delete' : change(pending.fields);
  return {
    kind: 'confirmation',
    id: randomUUID(),
    summary: `${what} ${count(affected.length)}?`,
    changes: affected.slice(0, MOST_SHOWN).map(({ id, title }) => ({ todoId: id, title, description: pending.kind === 'delete' ? 'will be deleted' : detail(pending.fields) })),
    total: affected.length,
    expiresAt: expiresAt.toISOString(),
    state: 'pending',
  };
}

function change({ done, due }: TodoPatch): string {
  if (done !== undefined) return done ? 'Complete' : 'Reopen';
  return due === undefined ? 'Change' : 'Move';
}

function detail({ done, due, priority }: TodoPatch): string {
  if (done !== undefined) return done ? 'will be done' : 'will be open again';
  if (due !== undefined) return due === null ? 'will have no due date' : `will be due ${due}`;
  return priority === undefined ? 'will change' : `will have priority ${priority}`;
}
