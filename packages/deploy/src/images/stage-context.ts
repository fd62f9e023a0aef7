import { chmodSync, cpSync, lstatSync, lutimesSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isExecutable, RECIPE_FILES } from './content-hash';

/**
 * Copies what goes into an image to a folder of its own, so that nothing can change between hashing and building,
 * and a strict umask does not make files that the container's user cannot read.
 */
export function stageContext(folder: string, paths: readonly string[], into: string): void {
  for (const path of [...RECIPE_FILES, ...paths]) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    cpSync(join(folder, path), join(into, path), { recursive: true, verbatimSymlinks: true });
  }
  for (const path of everythingBelow(into)) {
    const stat = lstatSync(path);
    if (!stat.isSymbolicLink()) chmodSync(path, stat.isDirectory() || isExecutable(stat) ? 0o755 : 0o644);
  }
}

/** Dates a folder and everything in it, which builders that cannot rewrite times take over. */
export function dateContext(folder: string, seconds: number): void {
  for (const path of [...everythingBelow(folder), folder]) lutimesSync(path, seconds, seconds);
}

function everythingBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
}
