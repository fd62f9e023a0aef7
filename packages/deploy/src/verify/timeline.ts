import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const phaseSchema = z.object({
  /** E.g. `build-image backend`. */
  name: z.string(),
  /** ISO times. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** Nothing had to be done. */
  cached: z.boolean(),
});

/** One step of the way from sources to a verified release. */
export type Phase = z.infer<typeof phaseSchema>;

/** Name of the last phase. */
export const VERIFY_PHASE = 'verify';

const CLOCK_MS = 50;

/** Folder of the reports of an environment. */
export function reportFolder(root: string, environment: string): string {
  return join(root, 'dist', 'reports', environment);
}

/**
 * Notes one phase for the report of `verify`: a line of JSON in `dist/reports/<environment>/timeline.jsonl`.
 * Never fails: a missing line costs a bar in a picture, and must not cost a deploy.
 */
export function recordPhase(root: string, environment: string, phase: Phase): void {
  const path = timelineFile(root, environment);
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, `${JSON.stringify(phase)}\n`);
  } catch {
    // Said above.
  }
}

/** Runs `work` and notes it as a phase; `work` returns whether it was cached. Failed work is noted as well. */
export async function withPhase<T>(place: { readonly root: string; readonly environment: string; readonly name: string }, work: () => Promise<T>, cached: (result: T) => boolean = () => false): Promise<T> {
  const startedAt = new Date().toISOString();
  const note = (wasCached: boolean): void =>
    recordPhase(place.root, place.environment, { name: place.name, startedAt, endedAt: new Date().toISOString(), cached: wasCached });
  try {
    const result = await work();
    note(cached(result));
    return result;
  } catch (error) {
    note(false);
    throw error;
  }
}

/**
 * The phases that led to the newest one, oldest first: from the newest line back to where a phase comes a second
 * time, which was an earlier run. Damaged lines are left out.
 */
export function readPhases(root: string, environment: string): readonly Phase[] {
  const run = new Map<string, Phase>();
  for (const phase of readLines(timelineFile(root, environment)).reverse()) {
    if (!run.has(phase.name)) run.set(phase.name, phase);
    // A release may be verified many times.
    else if (phase.name !== VERIFY_PHASE) break;
  }
  return [...run.values()].reverse().sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

/** Names of the phases that the end had to wait for, oldest first: each one's predecessor is what ended last before it began. */
export function criticalPath(phases: readonly Phase[]): readonly string[] {
  const path: Phase[] = [];
  let limit = Infinity;
  for (;;) {
    const before = phases.filter((phase) => !path.includes(phase) && Date.parse(phase.endedAt) <= limit + CLOCK_MS);
    const last = before.sort((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt))[0];
    if (!last) return path.map(({ name }) => name).reverse();
    path.push(last);
    limit = Date.parse(last.startedAt);
  }
}

function timelineFile(root: string, environment: string): string {
  return join(reportFolder(root, environment), 'timeline.jsonl');
}

function readLines(path: string): Phase[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      return [phaseSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
