import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Git-ignored, and on the same file system as what it replaces, so that a rename moves a file in one step. */
const FOLDER = '.fairlead';
const PREFIX = 'synth-';

/** Makes an empty staging folder of this process, and removes those that killed ones left behind. */
export function openStaging(root: string = process.cwd()): string {
  const folder = join(root, FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const owner = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : NaN);
    if (owner === process.pid || (Number.isInteger(owner) && !isAlive(owner))) closeStaging(join(folder, name));
  }
  const staging = join(folder, `${PREFIX}${process.pid}`);
  mkdirSync(staging);
  return staging;
}

export function closeStaging(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
