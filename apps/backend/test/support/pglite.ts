import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openPglite } from '../../src/db/pglite';
import type { DatabasePort } from '../../src/db/port';

const MIGRATIONS = fileURLToPath(new URL('../../src/db/migrations/', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/todo-chatbot/', import.meta.url));

/** A migrated embedded database of its own. Migrating takes seconds, so the result is kept until a migration changes. */
export async function startPglite(): Promise<DatabasePort> {
  const seed = `${CACHE}pglite-${fingerprint()}.tar`;
  if (!existsSync(seed)) await makeSeed(seed);
  const database = await openPglite({ loadDataDir: new Blob([readFileSync(seed)]) });
  return database;
}

async function makeSeed(file: string): Promise<void> {
  const { engine, prepare, close } = await openPglite();
  await prepare();
  mkdirSync(CACHE, { recursive: true });
  // Whoever comes at the same time makes the same; the last one stays.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, Buffer.from(await (await engine.dumpDataDir('none')).arrayBuffer()));
  renameSync(draft, file);
  await close();
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(readFileSync(MIGRATIONS + name));
  return hash.update(process.version).digest('hex').slice(0, 12);
}
