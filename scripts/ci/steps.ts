import { stripVTControlCharacters } from 'node:util';
import { createProgress, run } from '@fairlead/runtime';
import type { Step } from './stages';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

// What Jest and our own checkers print at the end: "Tests: 1 failed, 12 passed, 13 total" / "12 passed, 1 failed".
const TALLY = /^(?:.*?\bTests:)?\s*((?:\d+ (?:passed|failed|skipped|todo)(?:, )?)+)(?:\d+ total)?\s*$/;

/** Reads the counts off one line of output; undefined when it is no closing line of a test runner. */
export function tallyOf(line: string): Tally | undefined {
  const counts = TALLY.exec(stripVTControlCharacters(line))?.[1];
  if (!counts) return undefined;
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(counts)?.[1] ?? 0);
  return { passed: count('passed'), failed: count('failed') };
}

/**
 * Runs every step, shows its output, and adds up what its test runners counted. A step that
 * counts nothing is one check by its exit code; a failed step counts at least one failure.
 */
export async function runSteps(steps: readonly Step[]): Promise<Tally> {
  const total = { passed: 0, failed: 0 };
  const failures: string[] = [];
  for (const step of steps) {
    const { passed, failed } = await runStep(step);
    if (failed > 0) failures.push(step.title);
    total.passed += passed;
    total.failed += failed;
  }
  if (failures.length > 0) process.stdout.write(`\nfailed:\n${failures.map((title) => `  - ${title}`).join('\n')}\n`);
  return total;
}

async function runStep({ title, argv: [file, ...args] }: Step): Promise<Tally> {
  const counted = { passed: 0, failed: 0 };
  const step = createProgress({ quietMs: 0 }).step(title);
  const onLine = (line: string): void => {
    process.stdout.write(`${line}\n`);
    const tally = tallyOf(line);
    counted.passed += tally?.passed ?? 0;
    counted.failed += tally?.failed ?? 0;
  };
  const { exitCode } = await run(file, args, { onLine, discardStdout: true, okCodes: Array.from({ length: 256 }, (_, code) => code) }).catch(() => ({ exitCode: 1 }));
  if (exitCode === 0 && counted.failed === 0) {
    step.done();
    return { passed: counted.passed || 1, failed: 0 };
  }
  step.fail(`exit code ${exitCode}`);
  return { passed: counted.passed, failed: counted.failed || 1 };
}
