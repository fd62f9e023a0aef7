import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARKER } from './marker';
import { filesBelow } from './tree';

/** In the format of `sha256sum`, one line per file: a merge that takes lines of both sides leaves it readable. */
export const RECORD = '.projen/files.sha256';

const LINE = /^([0-9a-f]{64}) {2}(.+)$/gm;
const READ_ONLY = 0o444;

/** What the last synthesis wrote: path to the hashes it may have; two of them in the middle of a merge. */
export type SynthRecord = ReadonlyMap<string, ReadonlySet<string>>;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Puts the record of every staged file beside them. It is committed, so that every clone knows what was generated. */
export function writeRecord(staging: string): void {
  const lines = filesBelow(staging).map((path) => `${hashOf(readFileSync(join(staging, path), 'utf8'))}  ${path}\n`);
  writeFileSync(join(staging, RECORD), `# ${MARKER}\n${lines.join('')}`, { mode: READ_ONLY });
}

export function readRecord(root: string): SynthRecord {
  const record = new Map<string, Set<string>>();
  const file = join(root, RECORD);
  if (!existsSync(file)) return record;
  for (const [, hash = '', path = ''] of readFileSync(file, 'utf8').matchAll(LINE)) {
    // A line that leads out of the workspace was not written by us.
    if (path.startsWith('/') || path.split('/').includes('..')) continue;
    record.set(path, (record.get(path) ?? new Set()).add(hash));
  }
  return record;
}
