import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SynthError } from '../synth-error';
import type { Change } from './changes';
import { lives, ownName, parseOwner } from './owner';
import { undoDraftOf } from './staging';
import { tryStat } from './tree';

/** What has to be undone when a replacement ends half-way. It exists only while files are being replaced. */
interface Journal {
  readonly changes: readonly Pick<Change, 'kind' | 'path'>[];
  /** Folders that did not exist before, parents first. */
  readonly folders: readonly string[];
}

const UNDO = '.fairlead/undo';
const JOURNAL = 'journal.json';
const POLL_MS = 20;
/** Replacing takes milliseconds; who still holds it then was stopped, or is many. */
const POLLS = 500;

/**
 * Takes the right to compare and replace files, which one process has at a time, and waits for it. What a killed
 * process left is undone first; a live one is never disturbed.
 * @throws SynthError `SYNTH_BUSY` when others hold it for longer than ten seconds.
 */
export function claimUndo(root: string): string {
  const undo = join(root, UNDO);
  for (let poll = 0; poll < POLLS; poll += 1) {
    if (tryClaim(root)) return undo;
    if (tryTakeOver(undo)) rollBack(root);
    else pause();
  }
  throw busy(undo);
}

/** The folder appears in one step, with its owner in it: without one it would look abandoned. */
function tryClaim(root: string): boolean {
  const draft = emptyDraft(root);
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, ownName()), '');
  const claimed = tryRename(draft, join(root, UNDO), ['EEXIST', 'ENOTEMPTY']);
  if (!claimed) emptyDraft(root);
  return claimed;
}

/** Of all that find it abandoned, one can rename the file of the owner that is no more. */
function tryTakeOver(undo: string): boolean {
  const name = ownerFileIn(undo);
  const owner = name === undefined ? undefined : parseOwner(name);
  if (name === undefined || owner === undefined || lives(owner)) return false;
  return tryRename(join(undo, name), join(undo, ownName()), ['ENOENT']);
}

function ownerFileIn(undo: string): string | undefined {
  return namesIn(undo).find((name) => parseOwner(name) !== undefined);
}

/** None where the folder is not, or is not any more. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** @returns false when it fails in one of the ways that mean that another process was faster. */
function tryRename(from: string, to: string, beaten: readonly string[]): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (beaten.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function busy(undo: string): SynthError {
  const name = ownerFileIn(undo);
  const owner = name === undefined ? undefined : parseOwner(name);
  const who = owner === undefined ? `${UNDO} has no owner; if nothing else runs, remove it` : `process ${owner.pid} is replacing files here; wait for it, or end it`;
  return new SynthError('SYNTH_BUSY', `nothing was changed: ${who}; then run this one again`);
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
}

/** From here on an interrupted replacement is undone. Written in one step: half a journal would undo half. */
export function writeJournal(undo: string, journal: Journal): void {
  const draft = join(undo, `${JOURNAL}.draft`);
  writeFileSync(draft, JSON.stringify(journal));
  renameSync(draft, join(undo, JOURNAL));
}

/** In one step, after which what was replaced stays replaced. */
export function closeUndo(root: string): void {
  const draft = emptyDraft(root);
  renameSync(join(root, UNDO), draft);
  try {
    rmSync(draft, { recursive: true, force: true });
  } catch {
    // Litter, which the next synthesis removes.
  }
}

function emptyDraft(root: string): string {
  const draft = undoDraftOf(root);
  rmSync(draft, { recursive: true, force: true });
  return draft;
}

/**
 * Undoes what a killed process left half-done. @returns whether there was anything to undo.
 * @throws SynthError `SYNTH_BUSY` when a live one holds it for longer than ten seconds.
 */
export function recover(root: string): boolean {
  const undo = join(root, UNDO);
  for (let poll = 0; poll < POLLS; poll += 1) {
    if (namesIn(undo).length === 0) return false;
    if (tryTakeOver(undo)) return rollBack(root);
    pause();
  }
  throw busy(undo);
}

/** Puts everything back as the journal says; can itself be interrupted and repeated. */
export function rollBack(root: string): boolean {
  const undo = join(root, UNDO);
  const interrupted = tryStat(join(undo, JOURNAL)) !== undefined;
  if (interrupted) undoAll(JSON.parse(readFileSync(join(undo, JOURNAL), 'utf8')) as Journal, { undo, root });
  closeUndo(root);
  return interrupted;
}

function undoAll({ changes, folders }: Journal, { undo, root }: { readonly undo: string; readonly root: string }): void {
  for (const { kind, path } of changes) {
    const target = join(root, path);
    const backup = join(undo, 'before', path);
    if (kind === 'add') rmSync(target, { force: true });
    else if (tryStat(backup) !== undefined) restore(backup, target);
  }
  for (const folder of [...folders].reverse()) {
    try {
      rmdirSync(join(root, folder));
    } catch {
      // Not made yet, or somebody put a file there meanwhile.
    }
  }
}

function restore(backup: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  renameSync(backup, target);
}
