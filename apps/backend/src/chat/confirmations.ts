import { randomUUID } from 'node:crypto';
import type { Change, Confirmation, DecisionResult } from '@todo-chatbot/contracts';
import type { Kysely } from 'kysely';
import type { ToolServices } from '../assistant/toolbox';
import type { Database } from '../db/schema';
import { changeWorkspace, type Scope } from '../db/workspace';
import { publish } from '../live/outbox';
import { notFound, ProblemError } from '../problem';
import type { MostTodos } from '../todos/room';
import { decideConfirmation, findConfirmation, insertConfirmation } from './confirmations-repository';
import { describeAction } from './describe-action';
import { showDecision } from './messages-repository';
import { pendingActionSchema, tryPerform, type PendingAction } from './pending-action';

const VALID_MS = 10 * 60_000;

type Action = Parameters<ToolServices['confirmations']['ask']>[1];

/** Bulk and destructive actions wait here for a person's click: single-use, expiring, shown in full. */
export type ConfirmationService = ReturnType<typeof createConfirmationService>;

/** `most` is how many todos a workspace may hold. */
export function createConfirmationService(db: Kysely<Database>, most: MostTodos) {
  return {
    /** `timeZone` is the person's, in which dates are shown. */
    ask: (workspace: string, action: Action, timeZone: string): Promise<Confirmation> =>
      changeWorkspace(db, workspace, async (scope) => {
        const pending = toPending(action, timeZone);
        const now = new Date();
        const card = describeAction(pending, { timeZone, now, expiresAt: new Date(now.getTime() + VALID_MS) });
        await insertConfirmation(scope, card, pending);
        return card;
      }),
    /** @throws ProblemError 404, 410 when it was decided or is over, 409 when what was shown is no longer so or has no room. */
    decide: async (workspace: string, id: string, decision: Decision['decision']): Promise<DecisionResult> => {
      const result = await changeWorkspace(db, workspace, (scope) => decide(scope, { id, decision, most }));
      if (result.confirmation.state === 'expired') {
        throw new ProblemError(409, 'confirmation-stale', {
          title: 'Changed meanwhile',
          detail: 'What this would change is not as it was shown. Ask again.',
        });
      }
      return result;
    },
  };
}

function toPending(action: Action, timeZone: string): PendingAction {
  if (action.kind === 'add')
    return { kind: 'add', drafts: action.drafts.map((draft) => ({ ...draft, id: randomUUID() })) };
  return action.kind === 'delete'
    ? { kind: 'delete', todos: [...action.todos] }
    : { kind: 'change', todos: [...action.todos], fields: action.fields, timeZone };
}

interface Decision {
  readonly id: string;
  readonly decision: 'approve' | 'deny';
  readonly most: MostTodos;
}

/** One transaction: it is decided and done, or neither. The first of two clicks wins. */
async function decide(scope: Scope, { id, decision, most }: Decision): Promise<DecisionResult> {
  const found = await findConfirmation(scope, id);
  if (found === undefined) throw notFound('confirmation');
  if (found.isDecided || found.isOver) {
    throw new ProblemError(410, 'confirmation-over', {
      title: 'No longer open',
      detail: found.isDecided ? 'This was decided already.' : 'This was open too long; ask again.',
    });
  }
  const change =
    decision === 'approve' ? await tryPerform(scope, pendingActionSchema.parse(found.action), most) : undefined;
  const confirmation: Confirmation = { ...found.card, state: stateOf(decision, change) };
  await decideConfirmation(scope, confirmation);
  await showDecision(scope, confirmation);
  await publish(scope, { type: 'chat' });
  return { confirmation, change: change ?? null };
}

function stateOf(decision: Decision['decision'], change: Change | undefined): Confirmation['state'] {
  if (decision === 'deny') return 'denied';
  return change === undefined ? 'expired' : 'approved';
}
