import { chmodSync, copyFileSync, linkSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Change } from './changes';
import { writeJournal } from './undo';
import { tryStat } from './tree';

/** Git-ignored. The last version of what somebody wrote into a generated file, by its path. */
export const KEPT = '.fairlead/replaced';

const WRITABLE = 0o644;

/** Where a replacement takes place: the tree, what is to be moved there, and where what was there is kept meanwhile. */
export interface Places {
  readonly root: string;
  readonly staging: string;
  readonly undo: string;
}

/** Moves changed files from the staged tree into place. Whatever interrupts it, `rollBack` makes the tree what it was. */
export function replaceFiles(changes: readonly Change[], { root, staging, undo }: Places): void {
  for (const { path } of changes.filter(({ kind }) => kind !== 'add')) preserve(join(root, path), join(undo, 'before', path));
  for (const { path } of changes.filter(({ edited }) => edited)) keep(path, root);
  writeJournal(undo, { changes: changes.map(({ kind, path }) => ({ kind, path })), folders: missingFolders(changes, root) });
  for (const { kind, path } of changes) {
    if (kind === 'remove') remove(path, root);
    else move(path, { staging, root });
  }
}

function move(path: string, { staging, root }: Pick<Places, 'staging' | 'root'>): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  renameSync(join(staging, path), join(root, path));
}

function remove(path: string, root: string): void {
  rmSync(join(root, path));
  removeEmptyFolders(root, posix.dirname(path));
}

/** A second link keeps the file itself, with its time stamps; some file systems have no links. */
function preserve(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function keep(path: string, root: string): void {
  const kept = join(root, KEPT, path);
  mkdirSync(dirname(kept), { recursive: true });
  rmSync(kept, { force: true });
  copyFileSync(join(root, path), kept);
  chmodSync(kept, WRITABLE);
}

/** Folders that the changes will make, parents first. */
function missingFolders(changes: readonly Change[], root: string): string[] {
  const missing = new Set<string>();
  for (const { path } of changes.filter(({ kind }) => kind === 'add')) {
    for (let folder = posix.dirname(path); tryStat(join(root, folder)) === undefined; folder = posix.dirname(folder)) missing.add(folder);
  }
  return [...missing].sort((a, b) => a.length - b.length);
}

function removeEmptyFolders(root: string, folder: string): void {
  if (folder === '.') return;
  try {
    rmdirSync(join(root, folder));
  } catch {
    return; // It holds something, which is reason enough to keep it.
  }
  removeEmptyFolders(root, posix.dirname(folder));
}
