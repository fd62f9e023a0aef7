import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { startPostgres, type TestPostgres } from '../test/support/postgres';
import { startServer, type ServerProcess } from '../test/support/server-process';
import type { BenchOptions, Figure } from './figures';
import { p99, send, type Load } from './load';
import { buildBare, cpuMs, openSession, startBackend } from './server';

const WARM_UP = 1500;
const COUNT = 800;
const AIM = 1.25;
const REMARK =
  'same framework, driver, statements and transactions; four requests at a time; a list is 100 of 1000 todos or more';

interface Subject {
  readonly server: ServerProcess;
  readonly cookie: string;
}

type Kind = 'list' | 'create';
const LOADS: Readonly<Record<Kind, Pick<Load, 'path' | 'body'>>> = {
  list: { path: '/api/todos?limit=100' },
  create: { path: '/api/todos', body: (n) => JSON.stringify({ title: `Something to do, number ${n}` }) },
};

/** CPU time and p99 of the backend and of a bare server, in turn; the ratio of each run is what counts. */
export async function measureRequests({ root, runs, signal }: BenchOptions): Promise<Figure[]> {
  const postgres = await startPostgres();
  const started: ServerProcess[] = [];
  try {
    const backend = await startSubject(postgres, started);
    const bundle = await buildBare(root);
    const bare = await startSubject(postgres, started, bundle);
    rmSync(dirname(bundle), { recursive: true });
    const figures: Figure[] = [];
    for (const kind of ['list', 'create'] as const) {
      figures.push(...(await compare({ backend, bare, kind, runs, signal })));
    }
    return figures;
  } finally {
    for (const server of started) server.terminate();
    await Promise.all(started.map(({ exit }) => exit));
    await postgres.stop();
  }
}

/** A server over a database of its own with a thousand todos. The bare one works on what the backend has prepared. */
async function startSubject(postgres: TestPostgres, started: ServerProcess[], bare?: string): Promise<Subject> {
  const database = await postgres.createDatabase();
  const backend = await startBackend(database);
  started.push(backend);
  await backend.untilReady(200);
  const { cookie, hash } = await openSession(postgres, database, backend.url);
  const todos = Array.from({ length: 1000 }, (_, n) => ({ title: `Todo number ${n}`, tags: [`tag${n % 20}`] }));
  await send({ url: backend.url, path: '/api/todos/import', cookie, body: () => JSON.stringify({ todos }), count: 1 });
  if (bare === undefined) return { server: backend, cookie };
  backend.terminate();
  await backend.exit;
  const server = await startServer({ DATABASE_URL: database, SESSION_HASH: hash, NODE_ENV: 'production' }, bare);
  started.push(server);
  await server.untilReady(200);
  return { server, cookie };
}

interface Sample {
  readonly cpu: number;
  readonly p99: number;
}

async function compare({
  backend,
  bare,
  kind,
  runs,
  signal,
}: {
  backend: Subject;
  bare: Subject;
  kind: Kind;
  runs: number;
  signal: AbortSignal;
}): Promise<Figure[]> {
  for (const subject of [backend, bare]) await sample(subject, kind, WARM_UP);
  const ours: Sample[] = [];
  const theirs: Sample[] = [];
  for (let run = 0; run < runs; run++) {
    signal.throwIfAborted();
    // Who begins alternates: the second finds warmer caches.
    for (const who of run % 2 === 0 ? [ours, theirs] : [theirs, ours]) {
      who.push(await sample(who === ours ? backend : bare, kind, COUNT));
    }
  }
  const ratio = (of: keyof Sample): number[] => ours.map((one, run) => one[of] / (theirs[run]?.[of] ?? Number.NaN));
  return [
    { what: `${kind}: CPU time, backend to bare`, unit: 'x', values: ratio('cpu'), aim: AIM, remark: REMARK },
    { what: `${kind}: CPU time of a request, backend`, unit: 'ms', values: ours.map(({ cpu }) => cpu) },
    { what: `${kind}: CPU time of a request, bare`, unit: 'ms', values: theirs.map(({ cpu }) => cpu) },
    { what: `${kind}: p99, backend to bare`, unit: 'x', values: ratio('p99'), aim: AIM },
    { what: `${kind}: p99, backend`, unit: 'ms', values: ours.map((one) => one.p99) },
    { what: `${kind}: p99, bare`, unit: 'ms', values: theirs.map((one) => one.p99) },
  ];
}

async function sample({ server, cookie }: Subject, kind: Kind, count: number): Promise<Sample> {
  const before = cpuMs(server.pid);
  const took = await send({ url: server.url, cookie, count, ...LOADS[kind] });
  return { cpu: (cpuMs(server.pid) - before) / count, p99: p99(took) };
}
