import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SynthError } from '../synth-error';
import type { Change } from './changes';
import { isAlive } from './staging';
import { tryStat } from './tree';

/** What has to be undone when a replacement ends half-way. It exists only while files are being replaced. */
interface Journal {
  readonly changes: readonly Pick<Change, 'kind' | 'path'>[];
  /** Folders that did not exist before, parents first. */
  readonly folders: readonly string[];
}

const UNDO = '.fairlead/undo';
const JOURNAL = 'journal.json';
const OWNER = 'pid';
/** Replacing takes milliseconds; who holds it longer was killed and its process number is somebody else's now. */
const LONGEST_MS = 5000;
const POLL_MS = 20;
const ATTEMPTS = 10;

/**
 * Takes the right to compare and replace files, which one process has at a time, and waits for it.
 * @throws SynthError when others are always faster.
 */
export function claimUndo(root: string): string {
  const undo = join(root, UNDO);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    recover(root);
    if (tryClaim(undo)) {
      writeFileSync(join(undo, OWNER), `${process.pid}`);
      return undo;
    }
  }
  throw new SynthError('SYNTH_BUSY', 'other syntheses are at work in this folder; nothing was changed, run this one again');
}

function tryClaim(undo: string): boolean {
  mkdirSync(dirname(undo), { recursive: true });
  try {
    mkdirSync(undo);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** From here on an interrupted replacement is undone. Written in one step: half a journal would undo half. */
export function writeJournal(undo: string, journal: Journal): void {
  const draft = join(undo, `${JOURNAL}.draft`);
  writeFileSync(draft, JSON.stringify(journal));
  renameSync(draft, join(undo, JOURNAL));
}

export function closeUndo(root: string): void {
  // Without its journal the rest is litter, so that being killed in between undoes nothing that is complete.
  rmSync(join(root, UNDO, JOURNAL), { force: true });
  rmSync(join(root, UNDO), { recursive: true, force: true });
}

/** Undoes what a killed process left half-done. @returns whether there was anything to undo. */
export function recover(root: string): boolean {
  waitForOwner(join(root, UNDO));
  if (tryStat(join(root, UNDO)) === undefined) return false;
  return rollBack(root);
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

function waitForOwner(undo: string): void {
  for (let stats = tryStat(undo); stats !== undefined && Date.now() - stats.mtimeMs < LONGEST_MS && ownerLives(undo); stats = tryStat(undo)) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}

function ownerLives(undo: string): boolean {
  const owner = tryStat(join(undo, OWNER)) ? Number(readFileSync(join(undo, OWNER), 'utf8')) : NaN;
  return Number.isInteger(owner) && isAlive(owner);
}
