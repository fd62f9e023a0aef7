import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { FairleadError } from '@fairlead/runtime';
import { readProcessTimes, type ProcessTimes } from './process-times';

/** What else a machine is doing. */
export interface Conditions {
  /** Runnable processes, averaged over 1, 5 and 15 minutes. */
  readonly load: readonly number[];
  /** Programs at work right now, beside the bench; share of one core. Empty where the system does not tell. */
  readonly busy: readonly { readonly name: string; readonly share: number }[];
}

const LOOK_MS = 1_000;
const WORTH_TELLING = 0.03;
const MOST_TOLD = 6;

/** Looks for a second at who works. */
export async function readConditions(): Promise<Conditions> {
  const before = readProcessTimes();
  await sleep(LOOK_MS);
  return { load: loadavg(), busy: busyBetween(before, readProcessTimes(), LOOK_MS / 1000) };
}

/** Who used how much of a core in between, most first; processes of one name are one. */
export function busyBetween(before: ProcessTimes, after: ProcessTimes, seconds: number): Conditions['busy'] {
  const shares = new Map<string, number>();
  for (const [pid, { name, seconds: used }] of after) {
    const share = (used - (before.get(pid)?.seconds ?? used)) / seconds;
    if (pid !== process.pid) shares.set(name, (shares.get(name) ?? 0) + share);
  }
  return [...shares]
    .map(([name, share]) => ({ name, share }))
    .filter(({ share }) => share >= WORTH_TELLING)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_TOLD);
}

/** Load per core above which times say more of the neighbours than of what is measured. */
export const QUIET_ENOUGH = 0.5;

/** @throws FairleadError `BENCH_BUSY` when the machine is too busy for figures that mean something. */
export function demandQuiet({ load: [lastMinute = 0], busy }: Conditions, cores: number = cpus().length): void {
  if (lastMinute / cores <= QUIET_ENOUGH) return;
  throw new FairleadError({
    code: 'BENCH_BUSY',
    message: `the machine is busy: a load of ${lastMinute.toFixed(2)} on ${cores} cores, where ${(QUIET_ENOUGH * cores).toFixed(1)} is the most for figures that mean something`,
    details: busy.map(({ name, share }) => `${name} uses ${Math.round(share * 100)} % of a core`),
    next: ['end what runs, wait a minute, and run this again', 'npm run bench -- --anyway   # the report then says that it was busy'],
  });
}
