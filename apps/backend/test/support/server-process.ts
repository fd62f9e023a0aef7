import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from './postgres';

const BUNDLE = fileURLToPath(new URL('../../dist/server.mjs', import.meta.url));

export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  readonly metricsUrl: string;
  /** Lines it wrote to standard output and error. */
  readonly lines: string[];
  /** Waits for a line that matches. */
  line(pattern: RegExp): Promise<string>;
  /** Waits until `/readyz` answers with this status. */
  untilReady(status: 200 | 503): Promise<void>;
  terminate(): void;
  /** How it ended. */
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** The server as it runs in a pod: the bundle, in a process of its own. */
export async function startServer(environment: Record<string, string>, bundle = BUNDLE): Promise<ServerProcess> {
  if (!existsSync(bundle)) throw new Error('build the backend first: npx nx build backend');
  const [port, metricsPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [bundle], {
    env: { PORT: String(port), METRICS_PORT: String(metricsPort), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      for (const look of waiting) look();
    });
  }
  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  const url = `http://127.0.0.1:${port}`;
  return {
    pid: child.pid ?? 0,
    url,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    lines,
    exit,
    terminate: () => child.kill('SIGTERM'),
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void exit.then(() => reject(new Error(`it ended without a line like ${pattern}:\n${lines.join('\n')}`)));
      }),
    untilReady: async (status) => {
      while ((await statusOf(`${url}/readyz`)) !== status) {
        if (child.exitCode !== null) throw new Error(`it ended before it answered ${status}:\n${lines.join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

/** Status of an answer; undefined when there is none. */
export async function statusOf(url: string, init: RequestInit = {}): Promise<number | undefined> {
  try {
    const response = await fetch(url, { ...init, headers: { connection: 'close', ...(init.headers as object) } });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}
