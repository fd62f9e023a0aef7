import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startPostgres } from '../test/support/postgres';
import { statusOf } from '../test/support/server-process';
import type { BenchOptions, Figure } from './figures';
import { memoryMb, startBackend } from './server';

const REST_MS = 2_000;
const POLL_MS = 5;

/** From the start of the process until it is ready, over a database that is migrated; and what it takes when nobody calls. */
export async function measureProcess({ root, runs, signal }: BenchOptions): Promise<Figure[]> {
  const postgres = await startPostgres();
  try {
    const database = await postgres.createDatabase();
    const starts: number[] = [];
    const memory: number[] = [];
    // The first start migrates, which happens once.
    for (let run = -1; run < runs; run++) {
      signal.throwIfAborted();
      const begun = performance.now();
      const server = await startBackend(database);
      await untilReady(server.url);
      if (run >= 0) starts.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      if (run >= 0) memory.push(memoryMb(server.pid));
      server.terminate();
      await server.exit;
    }
    return [
      { what: 'cold start until ready', unit: 'ms', values: starts },
      { what: 'memory at rest', unit: 'MB', values: memory, remark: 'Pss, two seconds after the start' },
      ...sizes(root),
    ];
  } finally {
    await postgres.stop();
  }
}

/** Asks every few milliseconds; log lines come some at a time. */
async function untilReady(url: string): Promise<void> {
  while ((await statusOf(`${url}/readyz`)) !== 200) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function sizes(root: string): Figure[] {
  const bundle = readFileSync(join(root, 'apps/backend/dist/server.mjs'));
  return [
    { what: 'bundle', unit: 'kB', values: [bundle.length / 1024] },
    { what: 'bundle, compressed', unit: 'kB', values: [gzipSync(bundle).length / 1024] },
  ];
}
