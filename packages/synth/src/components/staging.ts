import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Git-ignored, and on the same file system as what it replaces, so that a rename moves a file in one step. */
const FOLDER = '.fairlead';
const PREFIX = 'synth-';

/** Makes an empty staging folder of this process, and removes those that killed ones left behind. */
export function openStaging(root: string = process.cwd()): string {
  closeStaging(root);
  const folder = join(root, FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const owner = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : NaN);
    if (Number.isInteger(owner) && !isAlive(owner)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const staging = stagingOf(root);
  mkdirSync(staging);
  return staging;
}

/** Removes the staging folder of this process, if it has one. */
export function closeStaging(root: string): void {
  rmSync(stagingOf(root), { recursive: true, force: true });
}

function stagingOf(root: string): string {
  return join(root, FOLDER, `${PREFIX}${process.pid}`);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
