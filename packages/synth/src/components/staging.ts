import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './owner';

/** Git-ignored, and on the same file system as what it replaces, so that a rename moves a file in one step. */
const FOLDER = '.fairlead';
const PREFIX = 'synth-';
/** What `undo.ts` makes and removes, beside the staged tree and by the same rules. */
const UNDO_PREFIX = 'undo-';
const OWNED = new RegExp(`^(?:${PREFIX}|${UNDO_PREFIX})(\\d+)$`);

/** Makes an empty staging folder of this process, and removes those that killed ones left behind. */
export function openStaging(root: string = process.cwd()): string {
  closeStaging(root);
  const folder = join(root, FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const owner = OWNED.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const staging = stagingOf(root);
  mkdirSync(staging);
  return staging;
}

/** Removes the staging folder of this process, if it has one. */
export function closeStaging(root: string): void {
  rmSync(stagingOf(root), { recursive: true, force: true });
}

/** Where this process prepares its undo folder, and where it puts it to be removed. */
export function undoDraftOf(root: string): string {
  return join(root, FOLDER, `${UNDO_PREFIX}${process.pid}`);
}

function stagingOf(root: string): string {
  return join(root, FOLDER, `${PREFIX}${process.pid}`);
}
