import type { QueryClient } from '@tanstack/react-query';
import { routes, type Change } from '@todo-chatbot/contracts';
import { ApiError, describeError } from '../api/api-error';
import { request } from '../api/request';
import { createStore } from '../lib/store';
import { showToast } from '../lib/toast';
import { applyChange } from './todo-cache';

/** How long the server keeps an undo, in milliseconds. */
export const UNDO_LIFETIME_MS = 600_000;

interface Undoable {
  readonly undoIds: readonly string[];
  readonly summary: string;
  readonly at: number;
}

/** What can be taken back, newest last. */
const undoable = createStore<readonly Undoable[]>([]);
/** Handles that were used in this window: each works once. */
export const usedUndos = createStore<ReadonlySet<string>>(new Set());

/** Remembers what was done, so that it can be taken back by key, and says it with an undo button unless `quiet`. */
export function offerUndo(client: QueryClient, changes: readonly Change[], options: { summary: string; quiet?: boolean }): void {
  const entry: Undoable = { undoIds: changes.map((change) => change.undoId), summary: options.summary, at: Date.now() };
  undoable.set((all) => [...all, entry].slice(-50));
  if (options.quiet === true) return;
  showToast({ message: options.summary, action: { label: 'Undo', run: () => void undo(client, entry) } });
}

/** Takes back the newest change that still can be. */
export function undoLatest(client: QueryClient): void {
  const latest = undoable.get().findLast((entry) => Date.now() - entry.at < UNDO_LIFETIME_MS);
  if (latest === undefined) showToast({ message: 'Nothing to undo.' });
  else void undo(client, latest);
}

/** Takes back one change by its handle. True when it is as it was before. */
export function undoById(client: QueryClient, change: Pick<Change, 'undoId' | 'summary'>): Promise<boolean> {
  return undo(client, { undoIds: [change.undoId], summary: change.summary, at: Date.now() });
}

async function undo(client: QueryClient, entry: Undoable): Promise<boolean> {
  undoable.set((all) => all.filter((other) => !other.undoIds.some((id) => entry.undoIds.includes(id))));
  try {
    for (const id of entry.undoIds.toReversed()) {
      usedUndos.set((used) => new Set(used).add(id));
      applyChange(client, await request<Change>(routes.undo(id), { method: 'POST' }));
    }
    showToast({ message: `Undone: ${entry.summary}` });
    return true;
  } catch (error) {
    const gone = error instanceof ApiError && (error.status === 404 || error.status === 409);
    showToast({ message: gone ? `“${entry.summary}” can no longer be undone: it is too long ago, or was changed again.` : `Not undone. ${describeError(error)}`, tone: 'error' });
    if (!gone) forgetUse(entry);
    return false;
  }
}

/** After a failure that may pass, the undo can be tried again. */
function forgetUse(entry: Undoable): void {
  usedUndos.set((used) => new Set([...used].filter((id) => !entry.undoIds.includes(id))));
  undoable.set((all) => [...all, entry]);
}
