import type { Step } from '@fairlead/runtime';
import type { KubeApi } from '../../cluster/kube-api';
import type { Release } from '../release';
import { collectEvidence, type Evidence } from './evidence';
import { judgeRollout, type JudgeOptions, type Verdict } from './judge';
import { tryWorst, type Problem } from './problem';
import { followSnapshot, type LiveSnapshot } from './snapshot';

export interface WaitOptions extends Omit<JudgeOptions, 'now'> {
  readonly api: KubeApi;
  readonly release: Release;
  readonly timeoutMs: number;
  readonly step: Step;
  /** Called with what a person should see while the wait goes on. */
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

/** `evidence` is complete: the pods that it is about may be gone the next moment. */
export type Outcome = { readonly state: 'ready' } | { readonly state: 'failed'; readonly timedOut: boolean; readonly evidence: Evidence };

const TICK_MS = 1_000;
// Conditions of the revision before may shine through for a moment while controllers catch up.
const CONFIRM_MS = 400;

/**
 * Waits until every component serves, or until it is certain that it will not.
 * @throws the signal's reason when it fires.
 */
export async function waitForRollout(options: WaitOptions): Promise<Outcome> {
  const stop = new AbortController();
  const live = followSnapshot(options.api, options.release, stop.signal);
  try {
    return await follow(live, options);
  } finally {
    stop.abort();
  }
}

async function follow(live: LiveSnapshot, options: WaitOptions): Promise<Outcome> {
  const startedAt = Date.now();
  const deadline = startedAt + options.timeoutMs;
  const told = new Set<string>();
  let failedSince: number | undefined;
  for (;;) {
    options.signal.throwIfAborted();
    const now = Date.now();
    const verdict = judge(live, options, now);
    if (verdict.state === 'ready') return { state: 'ready' };
    failedSince = verdict.state === 'failed' ? (failedSince ?? now) : undefined;
    const certain = failedSince !== undefined && now - failedSince >= CONFIRM_MS;
    if (certain || now >= deadline) return failure(live, verdict, { options, timedOut: !certain });
    if (verdict.known) options.step.update(describe(verdict, now - startedAt));
    if (verdict.state === 'progressing') await tellCrash(live, verdict, { options, told });
    await live.changed(failedSince === undefined ? Math.min(TICK_MS, deadline - now) : CONFIRM_MS);
  }
}

// The end of what will be the evidence if it happens again.
const TOLD_LINES = 10;

/** A crash may be the only one, and the log of it is what a person wants to read until that is known. */
async function tellCrash(live: LiveSnapshot, { problems }: Verdict, { options, told }: { options: WaitOptions; told: Set<string> }): Promise<void> {
  const problem = problems.find(({ kind, early, workload }) => kind === 'crash' && !early && !told.has(workload));
  if (!problem) return;
  told.add(problem.workload);
  const { log } = await collectEvidence(options.api, live.current(), problem);
  if (log.length > 0) options.tell([`${problem.workload} ${problem.reason}; its last log lines:`, ...log.slice(-TOLD_LINES).map((line) => `  | ${line}`)].join('\n'));
}

function judge(live: LiveSnapshot, options: WaitOptions, now: number): Verdict {
  return judgeRollout(live.current(), { ...options, now });
}

// Probes of a container that is starting fail; only when they go on failing do they say something.
const STARTING_MS = 15_000;

function describe({ summary, problems }: Verdict, waitedMs: number): string {
  const worst = tryWorst(problems);
  const silent = worst?.kind === 'not-ready' || (worst?.kind === 'probe' && waitedMs < STARTING_MS);
  return worst && !silent ? `${summary} - ${worst.workload} ${worst.reason}` : summary;
}

async function failure(live: LiveSnapshot, verdict: Verdict, { options, timedOut }: { options: WaitOptions; timedOut: boolean }): Promise<Outcome> {
  const unknown: Problem = { kind: 'not-ready', workload: options.components[0] ?? '', reason: `did not come up: ${verdict.summary}`, fatal: false };
  const problem = tryWorst(verdict.problems) ?? unknown;
  return { state: 'failed', timedOut, evidence: await collectEvidence(options.api, live.current(), problem) };
}
