import { join } from 'node:path';
import { FairleadError } from '@fairlead/runtime';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { tryReadJsonFile, writeJsonFile } from './json-file';

const lockSchema = z.object({
  version: z.literal(1),
  /** What a Dockerfile names, to the digest it stood for. */
  bases: z.record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/)),
});
/** Base images by digest. */
export type BaseLock = Readonly<Record<string, string>>;

/** In the workspace root, for Git. */
export const BASE_LOCK_FILE = 'bases.lock.json';

/** Nothing where there is no lock. @throws FairleadError `BASE_LOCK_INVALID` for one that cannot be read, rather than to build upon something else. */
export function readBaseLock(root: string): BaseLock {
  const path = join(root, BASE_LOCK_FILE);
  if (!existsSync(path)) return {};
  const lock = tryReadJsonFile(path, lockSchema);
  if (lock) return lock.bases;
  throw new FairleadError({ code: 'BASE_LOCK_INVALID', message: `${path} cannot be read`, next: [`git checkout ${BASE_LOCK_FILE}`, `rm ${BASE_LOCK_FILE} && npx fairlead refresh-bases   # asks the registries anew`] });
}

/** In one order, so that only what changed is a change in Git. */
export function writeBaseLock(root: string, lock: BaseLock): void {
  const bases = Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeJsonFile(join(root, BASE_LOCK_FILE), { version: 1, bases });
}

/** `node:24` as `node:24@sha256:...`, if the lock has it. */
export function pinned(reference: string, lock: BaseLock): string {
  const digest = lock[reference];
  return digest === undefined || reference.includes('@') ? reference : `${reference}@${digest}`;
}
