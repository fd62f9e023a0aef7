import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { FairleadError, spawnDetached, withLock } from '@fairlead/runtime';
import { tryProcessIdentity } from './process-identity';
import { tryReadRecord, tunnelFiles, type TunnelKey, type TunnelRecord, type TunnelSpec } from './record';

/** How the process of a background tunnel is started. */
export interface TunnelLauncher {
  readonly file: string;
  /** Arguments, to which the spec is appended as JSON. It holds no secret. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Variables to remove (`undefined`) or add. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface BackgroundTunnel {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** It ran already. */
  readonly reused: boolean;
}

const START_MS = 20_000;
const STOP_MS = 5_000;
const POLL_MS = 25;

/**
 * The background tunnel to where `spec` leads: the one that runs, or a new one.
 * @throws FairleadError `TUNNEL_FAILED` with its log when it does not start.
 */
export async function startBackgroundTunnel(spec: TunnelSpec, launcher: TunnelLauncher): Promise<BackgroundTunnel> {
  const files = tunnelFiles(spec);
  return withLock(files.lock, { what: 'the tunnel', waitMs: START_MS }, async () => {
    const running = await tryRunning(files.record);
    if (running && leadsTo(running, spec)) return { url: running.url, port: running.port, pid: running.pid, reused: true };
    if (running) await end(running);
    rmSync(files.log, { force: true });
    const { file, args, cwd, env } = launcher;
    const pid = await spawnDetached(file, [...args, JSON.stringify(spec)], { logFile: files.log, cwd, env });
    const { url, port } = await started(pid, files).catch((error: unknown) => {
      // It may still come up, and nobody would know of it.
      send(pid, 'SIGTERM');
      throw error;
    });
    return { url, port, pid, reused: false };
  });
}

/** Ends a background tunnel. @returns whether there was one. */
export async function stopBackgroundTunnel(key: TunnelKey): Promise<boolean> {
  const files = tunnelFiles(key);
  return withLock(files.lock, { what: 'the tunnel', waitMs: START_MS }, async () => {
    const running = await tryRunning(files.record);
    if (running) await end(running);
    rmSync(files.record, { force: true });
    return running !== undefined;
  });
}

/** A background tunnel, if its process lives. */
export async function tryBackgroundTunnel(key: TunnelKey): Promise<TunnelRecord | undefined> {
  return tryRunning(tunnelFiles(key).record);
}

async function tryRunning(path: string): Promise<TunnelRecord | undefined> {
  const record = tryReadRecord(path);
  return record && (await lives(record)) ? record : undefined;
}

async function lives(record: TunnelRecord): Promise<boolean> {
  return (await tryProcessIdentity(record.pid)) === record.identity;
}

function leadsTo(record: TunnelRecord, spec: TunnelSpec): boolean {
  return JSON.stringify(record.spec) === JSON.stringify(spec);
}

async function started(pid: number, files: { record: string; log: string }): Promise<TunnelRecord> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    const record = tryReadRecord(files.record);
    if (record?.pid === pid) return record;
    if ((await tryProcessIdentity(pid)) === undefined) break;
    await sleep(POLL_MS);
  }
  throw new FairleadError({
    code: 'TUNNEL_FAILED',
    message: 'the background tunnel did not start',
    details: lastLines(files.log),
    next: ['run `fairlead open` to see it fail in the foreground'],
  });
}

async function end(record: TunnelRecord): Promise<void> {
  const deadline = performance.now() + STOP_MS;
  send(record.pid, 'SIGTERM');
  while (await lives(record)) {
    if (performance.now() > deadline + STOP_MS) throw stays(record);
    if (performance.now() > deadline) send(record.pid, 'SIGKILL');
    await sleep(POLL_MS);
  }
}

function stays({ pid }: TunnelRecord): FairleadError {
  return new FairleadError({ code: 'TUNNEL_FAILED', message: `the background tunnel, process ${pid}, does not end`, next: [`ps -f -p ${pid}   # another user's? Then only that user, or root, can end it`] });
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

function lastLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-10);
  } catch {
    return [];
  }
}
