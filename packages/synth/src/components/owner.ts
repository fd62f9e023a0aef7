import { readFileSync } from 'node:fs';

/**
 * A process, as no other one ever is: its number and when it started. Numbers alone are used again, in containers at
 * once. Where there is no `/proc`, the number has to do.
 */
export interface Owner {
  readonly pid: number;
  readonly start: string;
}

const PREFIX = 'owner-';
const UNKNOWN = '0';
/** Field 22 of `/proc/<pid>/stat`, counted from behind the name in parentheses, which may contain anything. */
const START = 19;

/** Name of the file that marks a folder as this process's. */
export function ownName(): string {
  return `${PREFIX}${process.pid}-${startOf(process.pid)}`;
}

/** The owner that a file's name tells, if it is one. */
export function parseOwner(name: string): Owner | undefined {
  const [pid, start] = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-') : [];
  return pid === undefined || start === undefined ? undefined : { pid: Number(pid), start };
}

export function lives({ pid, start }: Owner): boolean {
  const found = startOf(pid);
  // What cannot be read may be somebody else's, hidden from us.
  return isAlive(pid) && (found === start || found === UNKNOWN);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START] ?? UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}
