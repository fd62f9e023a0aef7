import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** What separates the staged tree from the one on disk, per file. Paths are relative to the root. */
export interface Change {
  readonly kind: 'add' | 'update' | 'remove';
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const MANIFEST = '.projen/files.json';
const WRITE_BITS = 0o222;

/**
 * Compares content and, for the read-only flag, mode. A file that the last synth listed and this one does not
 * has become stale and is removed.
 * @throws Error when a link on the way leads out of the root: nothing may be written there.
 */
export function findChanges(staging: string, root: string): Change[] {
  const staged = filesBelow(staging);
  const changed = staged.flatMap((path): Change[] => {
    refuseEscape(root, path);
    const after = readFileSync(join(staging, path), 'utf8');
    const target = join(root, path);
    if (!existsSync(target)) return [{ kind: 'add', path, before: '', after }];
    const before = readFileSync(target, 'utf8');
    return before === after ? [] : [{ kind: 'update', path, before, after }];
  });
  const stale = formerFiles(root).filter((path) => !staged.includes(path) && existsSync(join(root, path)));
  return [...changed, ...stale.map((path): Change => ({ kind: 'remove', path, before: readFileSync(join(root, path), 'utf8'), after: '' }))];
}

/** Unchanged files that lost their read-only flag, as every file of a fresh clone has. */
export function findWritable(staging: string, root: string): string[] {
  return filesBelow(staging).filter((path) => isReadOnly(join(staging, path)) && existsSync(join(root, path)) && !isReadOnly(join(root, path)));
}

function isReadOnly(path: string): boolean {
  return (lstatSync(path).mode & WRITE_BITS) === 0;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function formerFiles(root: string): string[] {
  const manifest = join(root, MANIFEST);
  if (!existsSync(manifest)) return [];
  const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as { files?: string[] };
  return (files ?? []).filter((path) => !path.startsWith('/') && !path.split('/').includes('..'));
}

function refuseEscape(root: string, path: string): void {
  let folder = dirname(join(root, path));
  while (!existsSync(folder)) folder = dirname(folder);
  const inside = relative(realpathSync(root), realpathSync(folder));
  if (inside.startsWith('..') || lstatSync(join(root, path), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Error(`${path} would be written through a symbolic link; replace the link by a folder or file`);
  }
}
