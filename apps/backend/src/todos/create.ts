import { randomUUID } from 'node:crypto';
import type { Change } from '@todo-chatbot/contracts';
import type { Scope } from '../db/workspace';
import { normalDue, normalTags, type TodoDraft } from './draft';
import { placesAfter } from './positions';
import { record } from './record';
import { endOfList, insertTodos } from './repository';
import { mustHaveRoom, type MostTodos } from './room';
import { summarizeChange } from './summary';

interface Creation {
  readonly most: MostTodos;
  /** What was done, in the summary. Default: `Added`. */
  readonly verb?: string;
}

/** Adds todos at the end, in their order. @throws ProblemError 409 when there is no room for all of them. */
export async function createTodos(
  scope: Scope,
  drafts: readonly TodoDraft[],
  { most, verb = 'Added' }: Creation,
): Promise<Change> {
  const { last, count } = await endOfList(scope);
  mustHaveRoom(most, { there: count, added: drafts.length });
  const positions = placesAfter(last, drafts.length);
  const now = new Date();
  const rows = drafts.map(({ id = randomUUID(), title, notes, due, priority, tags, done = false }, index) => ({
    id,
    workspace_id: scope.workspace,
    title,
    notes,
    due: normalDue(due),
    priority,
    tags: normalTags(tags),
    done,
    completed_at: done ? now : null,
    position: positions[index] ?? '',
    version: 1,
    created_at: now,
    updated_at: now,
  }));
  // The rows are known already: what follows need not wait for them.
  await scope.leave(insertTodos(scope, rows));
  return record(
    scope,
    summarizeChange(verb, rows),
    rows.map((after) => ({ id: after.id, before: null, after })),
  );
}
