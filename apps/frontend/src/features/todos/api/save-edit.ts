import type { QueryClient } from '@tanstack/react-query';
import { describeError } from '../../../shared/api/api-error';
import { showToast } from '../../../shared/lib/toast';
import { offerUndo } from '../../../shared/todos/undo';
import { fromDraft, toDraft } from '../model/draft';
import { editing, type Editing } from '../model/list-state';
import { difference } from '../model/patch';
import { ConflictError, patchTodo } from './patch-todo';

/**
 * Stores what the form says and closes it. It opens again, with what was typed, when the server refuses
 * or when somebody changed the same fields meanwhile.
 */
export async function saveEdit(client: QueryClient, edit: Editing, force = false): Promise<void> {
  const base = edit.conflict ?? edit.base;
  const patch = difference(base, fromDraft(edit.draft, { now: new Date(), due: base.due }));
  editing.set(null);
  if (Object.keys(patch).length === 0) return;
  try {
    const change = await patchTodo(client, { base, patch, force });
    offerUndo(client, [change], { summary: `Changed “${change.todos[0]?.title ?? base.title}”`, quiet: true });
  } catch (error) {
    if (error instanceof ConflictError) editing.set({ ...edit, conflict: error.current });
    else {
      editing.set(edit);
      showToast({ message: `“${base.title}” was not saved. ${describeError(error)}`, tone: 'error' });
    }
  }
}

/** Gives up what was typed and takes what is stored now. */
export function takeTheirs(edit: Editing): void {
  if (edit.conflict !== null) editing.set({ base: edit.conflict, draft: toDraft(edit.conflict), conflict: null });
}
