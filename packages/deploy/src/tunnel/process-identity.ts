import { readFileSync } from 'node:fs';
import { run } from '@fairlead/runtime';

/**
 * What tells a process from a later one with the same id: when it started.
 * @returns undefined when no such process runs.
 */
export async function tryProcessIdentity(pid: number): Promise<string | undefined> {
  if (!isRunning(pid)) return undefined;
  return process.platform === 'linux' ? linuxIdentity(pid) : startedAt(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

// Ticks count from boot, so the boot is part of it.
function linuxIdentity(pid: number): string | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [state] = afterName;
    const ticks = afterName[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return state === 'Z' || ticks === undefined ? undefined : `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}

async function startedAt(pid: number): Promise<string | undefined> {
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { okCodes: [0, 1] });
  return stdout.trim() || undefined;
}
