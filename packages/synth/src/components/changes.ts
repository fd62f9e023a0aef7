import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, readRecord, RECORD, type SynthRecord } from './record';
import { filesBelow, refuseBlocked, tryStat } from './tree';

/** What separates the staged tree from the one on disk, per file. Paths are relative to the root. */
export interface Change {
  readonly kind: 'add' | 'update' | 'remove';
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** What is on disk is not what a synthesis wrote: somebody's work is about to be replaced. */
  readonly edited: boolean;
}

const WRITE_BITS = 0o222;

/**
 * Compares contents. A file that the last synthesis wrote and this one does not has become stale and is removed.
 * @throws SynthError when a folder or a link is where a file has to be.
 */
export function findChanges(staging: string, root: string): Change[] {
  const record = readRecord(root);
  const staged = new Set(filesBelow(staging));
  const changed = [...staged].flatMap((path): Change[] => {
    refuseBlocked(root, path);
    const after = readFileSync(join(staging, path), 'utf8');
    const before = tryRead(root, path);
    if (before === undefined) return [{ kind: 'add', path, before: '', after, edited: false }];
    return before === after ? [] : [{ kind: 'update', path, before, after, edited: isEdited(path, before, record) }];
  });
  const stale = [...record.keys()].flatMap((path): Change[] => {
    const before = staged.has(path) ? undefined : tryRead(root, path);
    return before === undefined ? [] : [{ kind: 'remove', path, before, after: '', edited: isEdited(path, before, record) }];
  });
  return [...changed, ...stale];
}

/** Unchanged files that lost their read-only flag, as every file of a fresh clone has. */
export function findWritable(staging: string, root: string): string[] {
  return filesBelow(staging).filter((path) => isReadOnly(join(staging, path)) === true && isReadOnly(join(root, path)) === false);
}

function isEdited(path: string, content: string, record: SynthRecord): boolean {
  return path !== RECORD && record.get(path)?.has(hashOf(content)) !== true;
}

function tryRead(root: string, path: string): string | undefined {
  return tryStat(join(root, path))?.isFile() ? readFileSync(join(root, path), 'utf8') : undefined;
}

function isReadOnly(path: string): boolean | undefined {
  const stats = tryStat(path);
  return stats && (stats.mode & WRITE_BITS) === 0;
}
