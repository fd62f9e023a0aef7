import { randomUUID } from 'node:crypto';
import type { Change } from '@todo-chatbot/contracts';
import type { Scope } from '../db/workspace';
import { normalDue, normalTags, type TodoDraft } from './draft';
import { placesAfter } from './positions';
import { record } from './record';
import { insertTodos, lastPosition } from './repository';
import { inOrder } from './row';
import { summarizeChange } from './summary';

/** Adds todos at the end, in their order. */
export async function createTodos(scope: Scope, drafts: readonly TodoDraft[], verb = 'Added'): Promise<Change> {
  const positions = placesAfter(await lastPosition(scope), drafts.length);
  const now = new Date();
  const rows = drafts.map(({ id = randomUUID(), title, notes, due, priority, tags, done = false }, index) => ({
    id,
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
  const inserted = inOrder(await insertTodos(scope, rows));
  return record(
    scope,
    summarizeChange(verb, inserted),
    inserted.map((after) => ({ id: after.id, before: null, after })),
  );
}
