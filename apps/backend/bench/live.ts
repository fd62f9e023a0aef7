import { Agent, get } from 'node:http';
import { startPostgres } from '../test/support/postgres';
import type { ServerProcess } from '../test/support/server-process';
import type { BenchOptions, Figure } from './figures';
import { send } from './load';
import { memoryMb, openSession, startBackend } from './server';

const WORKSPACES = 20;
const EACH = 10;

interface Stream {
  /** Events that it got, `ready` left out. */
  received: number;
  onEvent: (() => void) | undefined;
}

/** 200 streams on two replicas; a change in each of 20 workspaces until the last of all streams has it. */
export async function measureLive({ runs, signal }: BenchOptions): Promise<Figure[]> {
  const postgres = await startPostgres();
  const servers: ServerProcess[] = [];
  const agent = new Agent({ keepAlive: true });
  try {
    const database = await postgres.createDatabase();
    for (let n = 0; n < 2; n++) servers.push(await startBackend(database));
    const [one, other] = servers as [ServerProcess, ServerProcess];
    await Promise.all(servers.map((server) => server.untilReady(200)));
    const cookies: string[] = [];
    for (let n = 0; n < WORKSPACES; n++) cookies.push((await openSession(postgres, database, one.url)).cookie);
    const before = totalMemory(servers);
    const streams = await Promise.all(
      cookies.flatMap((cookie) =>
        Array.from({ length: EACH }, (_, n) => open((n % 2 === 0 ? one : other).url, cookie, agent)),
      ),
    );
    const memory = totalMemory(servers) - before;
    const delays: number[] = [];
    for (let run = 1; run <= runs; run++) {
      signal.throwIfAborted();
      delays.push(await deliver(one.url, { cookies, streams, run }));
    }
    return [
      {
        what: `change until the last of ${streams.length} streams has it`,
        unit: 'ms',
        values: delays,
        remark: `${WORKSPACES} changes at a time, each for ${EACH} streams on both replicas`,
      },
      { what: `memory of ${streams.length} streams, both replicas`, unit: 'MB', values: [memory] },
      { what: 'events lost or repeated', unit: 'count', values: [faults(streams, runs)], aim: 0 },
    ];
  } finally {
    agent.destroy();
    for (const server of servers) server.terminate();
    await Promise.all(servers.map(({ exit }) => exit));
    await postgres.stop();
  }
}

const totalMemory = (servers: readonly ServerProcess[]): number =>
  servers.reduce((sum, { pid }) => sum + memoryMb(pid), 0);
const faults = (streams: readonly Stream[], runs: number): number =>
  streams.filter(({ received }) => received !== runs).length;

/** Opens a stream; resolves when it stands. */
function open(url: string, cookie: string, agent: Agent): Promise<Stream> {
  const stream: Stream = { received: 0, onEvent: undefined };
  return new Promise((resolve, reject) => {
    const sent = get(`${url}/api/events`, { agent, headers: { cookie, accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`a stream was refused: ${response.statusCode}`));
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.includes('event: ready')) resolve(stream);
          if (!block.includes('event: todos')) continue;
          stream.received += 1;
          stream.onEvent?.();
        }
      });
      // Ended by us at the end.
      response.on('error', () => undefined);
    });
    sent.on('error', reject);
  });
}

async function deliver(
  url: string,
  { cookies, streams, run }: { cookies: readonly string[]; streams: readonly Stream[]; run: number },
): Promise<number> {
  const begun = performance.now();
  const all = Promise.all(streams.map((stream) => untilReceived(stream, run)));
  await Promise.all(
    cookies.map((cookie) => send({ url, path: '/api/todos', cookie, body: () => '{"title":"live"}', count: 1 })),
  );
  await all;
  return performance.now() - begun;
}

function untilReceived(stream: Stream, count: number): Promise<void> {
  return new Promise((resolve) => {
    stream.onEvent = () => {
      if (stream.received >= count) resolve();
    };
    stream.onEvent();
  });
}
