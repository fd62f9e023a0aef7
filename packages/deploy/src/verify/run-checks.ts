import { stripVTControlCharacters } from 'node:util';
import type { Check } from './check';
import { CheckFailure, CheckSkipped } from './check-outcome';

export type CheckStatus = 'passed' | 'failed' | 'skipped';

/** What came of one check. */
export interface CheckResult {
  readonly name: string;
  readonly status: CheckStatus;
  /** ISO time. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Remark of a check that passed; reason of one that did not. */
  readonly note: string;
  /** What a person needs to understand a failure. */
  readonly evidence: readonly string[];
}

export interface RunChecks {
  readonly checks: readonly Check[];
  readonly signal: AbortSignal;
  /** Runs one check with what it needs. @returns its remark. */
  perform(check: Check, signal: AbortSignal): Promise<string | void>;
  /** Evidence that was gathered while the check ran; asked for only when it failed. */
  evidence(): readonly string[];
  onStart(check: Check): void;
  onEnd(result: CheckResult): void;
}

const TIMEOUT_MS = 30_000;

/**
 * Runs all checks one after the other; a failure stops none but those that need it.
 * Once the signal fires, the rest is skipped.
 */
export async function runChecks(options: RunChecks): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of options.checks) {
    options.onStart(check);
    const result = await runCheck(check, options, results);
    results.push(result);
    options.onEnd(result);
  }
  return results;
}

async function runCheck(check: Check, options: RunChecks, earlier: readonly CheckResult[]): Promise<CheckResult> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const result = (status: CheckStatus, note: string, evidence: readonly string[] = []): CheckResult => ({
    name: check.name, status, startedAt, durationMs: Math.round(performance.now() - start), note, evidence,
  });
  if (options.signal.aborted) return result('skipped', 'the run was interrupted');
  const lacking = check.needs?.find((name) => earlier.find((other) => other.name === name)?.status !== 'passed');
  if (lacking !== undefined) return result('skipped', `needs: ${lacking}`);
  try {
    return result('passed', (await bounded(check, options)) ?? '');
  } catch (error) {
    if (error instanceof CheckSkipped) return result('skipped', error.message);
    const own = error instanceof CheckFailure ? error.evidence : [];
    // Tools put whole logs into a message, and colours too.
    const [note = '', ...rest] = stripVTControlCharacters(error instanceof Error ? error.message : String(error)).split('\n');
    return result('failed', note, [...rest.filter(Boolean), ...own, ...options.evidence()]);
  }
}

/** A check that does not listen to its signal is left behind: it must not hold up the others. */
async function bounded(check: Check, { perform, signal }: RunChecks): Promise<string | void> {
  const timeoutMs = check.timeoutMs ?? TIMEOUT_MS;
  const over = new AbortController();
  const scope = AbortSignal.any([signal, over.signal]);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${timeoutMs / 1000} s`)), timeoutMs);
    signal.addEventListener('abort', () => reject(new CheckSkipped('the run was interrupted')), { signal: over.signal });
  });
  const work = perform(check, scope);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
