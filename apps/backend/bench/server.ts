import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { TestPostgres } from '../test/support/postgres';
import { startServer, type ServerProcess } from '../test/support/server-process';

/** Limits count, and refuse nobody here. */
const LIMITS = {
  RATE_LIMIT_ADDRESS: '1000000000',
  RATE_LIMIT_SESSION: '1000000000',
  RATE_LIMIT_NEW_SESSIONS: '1000000000',
  RATE_LIMIT_CHAT: '1000000000',
};

export function startBackend(DATABASE_URL: string): Promise<ServerProcess> {
  return startServer({ DATABASE_URL, NODE_ENV: 'production', ...LIMITS });
}

/** A visitor's cookie, and their session as the database names it. */
export async function openSession(
  postgres: TestPostgres,
  database: string,
  url: string,
): Promise<{ cookie: string; hash: string }> {
  const response = await fetch(`${url}/api/session`);
  await response.arrayBuffer();
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const [row] = await postgres.query(database, 'select token_hash from sessions order by created_at desc limit 1');
  return { cookie, hash: String(row?.['token_hash']) };
}

/** Bundles the server to compare with, as the backend is, into a folder of its own. */
export async function buildBare(root: string): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'bench-')), 'bare.mjs');
  await build({
    entryPoints: [join(root, 'apps/backend/bench/bare.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['pg-native', 'pg-cloudflare'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}

const TICK_MS = 10;

/** CPU time that a process has used, in ms, its kernel part included. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Memory that is a process's own, in MB: what it shares with others counts in part. */
export function memoryMb(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
