import type { Step } from '@fairlead/runtime';
import type { CommandContext } from '../commands/context';
import type { Session as ReleaseSession } from '../release/session';
import type { CheckBrowser } from './browser';
import type { Check, CheckContext } from './check';
import { CheckFailure, CheckSkipped } from './check-outcome';
import { createCheckCluster } from './check-cluster';
import { runChecks, type CheckResult } from './run-checks';
import { createSession, type Exchange } from './session';
import { createUntil } from './until';

/** What the checks of one run share. */
export interface CheckRun {
  readonly context: CommandContext;
  readonly session: ReleaseSession;
  readonly url: string;
  readonly browser: CheckBrowser;
  readonly useBrowser: boolean;
  readonly disrupt: boolean;
  /** PNG by file name. */
  readonly screenshots: Map<string, Buffer>;
}

/** Runs the checks, shows how they go, and cleans up after them. */
export async function performChecks(run: CheckRun, checks: readonly Check[]): Promise<readonly CheckResult[]> {
  const { progress, signal } = run.context;
  const cleanUps: (() => Promise<unknown>)[] = [];
  let exchanges: Exchange[] = [];
  let current = signal;
  let step: Step | undefined;
  const results = await runChecks({
    checks,
    signal,
    perform: (check, scope) => {
      exchanges = [];
      current = scope;
      return perform(run, check, { scope, signal: () => current, record: (exchange) => exchanges.push(exchange), cleanUps });
    },
    evidence: () => exchanges.slice(-5).map(renderExchange),
    onStart: ({ name }) => (step = progress.step(name)),
    onEnd: ({ status, note }) => (status === 'failed' ? step?.fail(note) : step?.done(status === 'skipped' ? `skipped: ${note}` : note)),
  });
  current = AbortSignal.timeout(30_000);
  for (const clean of cleanUps.reverse()) await clean().catch((error: unknown) => progress.warn(`cleaning up: ${String(error)}`));
  return results;
}

interface Scope {
  readonly scope: AbortSignal;
  /** That of the check which runs now: a visitor may be met again in a later check. */
  readonly signal: () => AbortSignal;
  readonly record: (exchange: Exchange) => void;
  readonly cleanUps: (() => Promise<unknown>)[];
}

async function perform(run: CheckRun, check: Check, { scope, signal, record, cleanUps }: Scope): Promise<string | void> {
  const { session, url, browser, context } = run;
  // That of a check which was left behind.
  await browser.leave();
  const until = createUntil(scope);
  const given: CheckContext = {
    baseUrl: url,
    signal: scope,
    session: () => createSession({ baseUrl: url, signal, record }),
    page: () => (run.useBrowser ? browser.page() : Promise.reject(new CheckSkipped('browsers were left out (--no-browser)'))),
    until,
    cluster: createCheckCluster({ api: session.api, release: session.release, plan: context.plan, until, disrupt: run.disrupt }),
    cleanUp: (work) => void cleanUps.push(work),
  };
  let failure: unknown;
  const remark = await check.run(given).catch((error: unknown) => void (failure = error));
  // Once it was left behind, the page that is open is another check's.
  const seen = scope.aborted ? undefined : await browser.leave();
  if (seen) run.screenshots.set(screenshotName(check.name), seen.png);
  if (failure !== undefined) throw seen && failure instanceof Error ? new CheckFailure(failure.message, [...evidenceOf(failure), ...seen.complaints]) : failure;
  if (seen && seen.complaints.length > 0) throw new CheckFailure('the page complained', seen.complaints);
  return remark;
}

function evidenceOf(error: Error): readonly string[] {
  return error instanceof CheckFailure ? error.evidence : [];
}

function renderExchange({ method, path, outcome, ms, body }: Exchange): string {
  return `${method} ${path} -> ${outcome} (${ms} ms)${body ? `: ${body}` : ''}`;
}

/** File name of the screenshot of a check. */
export function screenshotName(check: string): string {
  return `${check.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 80)}.png`;
}
