import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { FairleadError } from './error';

export interface SpawnDetachedOptions {
  /** Receives stdout and stderr, appended; folders are made. */
  readonly logFile: string;
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/**
 * Starts a process that outlives this one, in a session of its own, so that Ctrl-C and Nx do not reach it.
 * @returns its process id.
 * @throws FairleadError `TOOL_MISSING` when it cannot be started.
 */
export async function spawnDetached(file: string, args: readonly string[], options: SpawnDetachedOptions): Promise<number> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a', 0o600);
  try {
    const child = spawn(file, [...args], {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return child.pid ?? 0;
  } catch (cause) {
    throw new FairleadError({ code: 'TOOL_MISSING', message: `${file} could not be started`, cause });
  } finally {
    closeSync(log);
  }
}
