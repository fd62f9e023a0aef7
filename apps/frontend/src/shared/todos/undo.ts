import type { QueryClient } from '@tanstack/react-query';
import { routes, type Change } from '@todo-chatbot/contracts';
import { ApiError, describeError } from '../api/api-error';
import { request } from '../api/request';
import { createStore } from '../lib/store';
import { showToast } from '../lib/toast';
import { applyChange } from './todo-cache';

/** How long the server keeps an undo, in milliseconds. */
export const UNDO_LIFETIME_MS = 600_000;
const MOST_KEPT = 50;

interface Undoable {
  /** The handles that stand for it on the page, whatever became of them: those it had when it was done first. */
  readonly names: readonly string[];
  /** The handles that the server takes now; each works once. */
  readonly undoIds: readonly string[];
  readonly summary: string;
  readonly at: number;
}

/** What can be taken back, newest last. */
const undoable = createStore<readonly Undoable[]>([]);
/** What was taken back since anything else was done, newest last. */
const redoable = createStore<readonly Undoable[]>([]);
/** Names of what is taken back at the moment. */
export const undone = createStore<ReadonlySet<string>>(new Set());

/** Remembers what was done, so that it can be taken back by key, and says it with an undo button unless `quiet`. */
export function offerUndo(client: QueryClient, changes: readonly Change[], { summary, quiet = false }: { summary: string; quiet?: boolean }): void {
  const undoIds = changes.map((change) => change.undoId);
  const entry: Undoable = { names: undoIds, undoIds, summary, at: Date.now() };
  redoable.set([]);
  keep(undoable, entry);
  if (!quiet) sayDone(client, entry);
}

/** Takes back the newest change that still can be. */
export function undoLatest(client: QueryClient): void {
  const latest = undoable.get().findLast(isFresh);
  if (latest === undefined) showToast({ message: 'Nothing to undo.' });
  else void undo(client, latest);
}

/** Takes back one change by the handle it had first. True when it is as it was before. */
export function undoById(client: QueryClient, change: Pick<Change, 'undoId' | 'summary'>): Promise<boolean> {
  const known = undoable.get().find((entry) => entry.names.length === 1 && entry.names[0] === change.undoId);
  return undo(client, known ?? { names: [change.undoId], undoIds: [change.undoId], summary: change.summary, at: Date.now() });
}

/** Does again what was taken back last, if nothing else was done since. */
export function redoLatest(client: QueryClient): void {
  const latest = redoable.get().findLast(isFresh);
  if (latest === undefined) showToast({ message: 'Nothing to redo.' });
  else void redo(client, latest);
}

async function undo(client: QueryClient, entry: Undoable): Promise<boolean> {
  drop(undoable, entry);
  mark(entry, true);
  try {
    const back = { ...entry, undoIds: await reverse(client, entry), at: Date.now() };
    keep(redoable, back);
    showToast({ message: `Undone: ${entry.summary}`, action: { label: 'Redo', run: () => void redo(client, back) } });
    return true;
  } catch (error) {
    if (isSpent(error)) {
      showToast({ message: `“${entry.summary}” can no longer be undone: it is too long ago, or was changed again.`, tone: 'error' });
    } else {
      // What may pass can be tried again.
      mark(entry, false);
      keep(undoable, entry);
      showToast({ message: `Not undone. ${describeError(error)}`, tone: 'error' });
    }
    return false;
  }
}

async function redo(client: QueryClient, entry: Undoable): Promise<void> {
  drop(redoable, entry);
  try {
    const again = { ...entry, undoIds: await reverse(client, entry), at: Date.now() };
    mark(entry, false);
    keep(undoable, again);
    sayDone(client, again);
  } catch (error) {
    const why = isSpent(error) ? 'It is too long ago, or something was changed since.' : describeError(error);
    showToast({ message: `Not done again. ${why}`, tone: 'error' });
  }
}

/** Uses the handles up, last one first, and gives those that lead back again. */
async function reverse(client: QueryClient, { undoIds }: Undoable): Promise<readonly string[]> {
  const back: string[] = [];
  for (const id of undoIds.toReversed()) {
    const change = await request<Change>(routes.undo(id), { method: 'POST' });
    applyChange(client, change);
    back.push(change.undoId);
  }
  return back;
}

function sayDone(client: QueryClient, entry: Undoable): void {
  showToast({ message: entry.summary, action: { label: 'Undo', run: () => void undo(client, entry) } });
}

const isFresh = ({ at }: Undoable): boolean => Date.now() - at < UNDO_LIFETIME_MS;
/** Can the handle never work again? */
const isSpent = (error: unknown): boolean => error instanceof ApiError && (error.status === 404 || error.code === 'undo-conflict');

type Kept = typeof undoable;

function keep(kept: Kept, entry: Undoable): void {
  kept.set((all) => [...all, entry].slice(-MOST_KEPT));
}

function drop(kept: Kept, { names }: Undoable): void {
  kept.set((all) => all.filter((other) => !other.names.some((name) => names.includes(name))));
}

function mark({ names }: Undoable, isUndone: boolean): void {
  undone.set((all) => new Set(isUndone ? [...all, ...names] : [...all].filter((name) => !names.includes(name))));
}
