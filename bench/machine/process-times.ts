import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** CPU time that each process has used, by its id. */
export type ProcessTimes = ReadonlyMap<number, { readonly name: string; readonly seconds: number }>;

// What Linux reports times in, on every architecture that Node runs on.
const TICKS_PER_SECOND = 100;

/** Empty where there is no Linux `/proc`. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function readProcessTimes(): ProcessTimes {
  if (!existsSync('/proc/self/stat')) return new Map();
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((pid) => {
    const parsed = tryParse(pid);
    return parsed === undefined ? [] : [[Number(pid), parsed] as const];
  }));
}

function tryParse(pid: string): { name: string; seconds: number } | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

/** CPU seconds of every process that this one started and waited for, and of theirs; undefined where there is no `/proc`. */
export function tryReadChildrenSeconds(): number | undefined {
  return existsSync('/proc/self/stat') ? parseStat(readFileSync('/proc/self/stat', 'utf8'))?.childrenSeconds : undefined;
}

/** The name stands in parentheses and may hold any character, also `)` and blanks. */
export function parseStat(stat: string): { name: string; seconds: number; childrenSeconds: number } | undefined {
  const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = rest.split(' ').slice(11, 15).map(Number);
  return { name, seconds: (user + system) / TICKS_PER_SECOND, childrenSeconds: (childrenUser + childrenSystem) / TICKS_PER_SECOND };
}
