import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { run } from '@fairlead/runtime';

let found: Promise<string> | undefined;

/**
 * Where a process id means the same process: this boot of this machine, in this process id namespace. Host names
 * repeat, and so does the number of the first namespace, which is the same on every Linux.
 */
export function thisMachine(): Promise<string> {
  return (found ??= tryBoot().then((boot) => `${boot ?? randomUUID()}/${hostname()}/${processNamespace()}`));
}

/** undefined where it cannot be told: then nobody is believed to be on this machine, which only costs a wait. */
async function tryBoot(): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || undefined;
    return (await run('sysctl', ['-n', 'kern.bootsessionuuid'])).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return process.platform;
  }
}
