import { join } from 'node:path';
import { withLock, type Progress } from '@fairlead/runtime';
import type { CommandContext } from '../commands/context';
import { openSession, type Session } from '../release/session';
import { ensureTunnel, tunnelSpec } from '../tunnel/ensure-tunnel';
import { createReleaseSource } from '../tunnel/release-source';
import { openTunnel } from '../tunnel/tunnel';
import { createCheckBrowser } from './browser';
import { removeProbes } from './check-cluster';
import { findChromium } from './chromium';
import { describeRun } from './describe-run';
import { loadChecks, refuseInconsistent } from './load-checks';
import { performChecks } from './perform-checks';
import { afterCheck, releaseChecks } from './release-checks';
import type { Report } from './report';
import { recordPhase, reportFolder, VERIFY_PHASE } from './timeline';
import { writeReport } from './write-report';

const LONGEST_MS = 15 * 60_000;

export interface VerifyOptions {
  /** Run the checks that need a browser? */
  readonly browser: boolean;
  /** May checks take pods away where the cluster is not on this machine? On this machine they always may. */
  readonly disrupt: boolean;
}

export interface Verified {
  readonly report: Report;
  /** Absolute path. */
  readonly html: string;
}

/**
 * Proves that what runs is what was built and that it works, and writes down what it saw. A check that fails is
 * part of the result, not an error.
 * @throws FairleadError when nothing could be checked at all.
 */
export async function verify(context: CommandContext, options: VerifyOptions): Promise<Verified> {
  const { environment, root, progress, signal } = context;
  const lock = {
    what: `verify of ${environment.name}`,
    // Pods that one run takes away would be failures of the other.
    waitMs: LONGEST_MS,
    signal,
    onWait: () => progress.info('another verify of this environment is running; waiting for it to end'),
  };
  return withLock(join(reportFolder(root, environment.name), 'verify'), lock, (held) => verifyAlone({ ...context, signal: held }, options));
}

async function verifyAlone(context: CommandContext, options: VerifyOptions): Promise<Verified> {
  const startedAt = new Date();
  const { plan, environment, root, progress, signal } = context;
  const own = plan.checks === undefined ? [] : await loadChecks(root, plan.checks);
  const session = await openSession(context);
  const scope = { plan, root, environment: environment.name, session };
  const checks = [...releaseChecks(scope), ...own, afterCheck(scope)];
  refuseInconsistent(checks);
  await removeProbes(session.api, session.release);
  const tunnel = await openWay(context, session);
  const { url } = tunnel;
  const browser = createCheckBrowser({ baseUrl: url, find: () => findChromium({ progress, signal }) });
  const disrupt = options.disrupt || session.cluster.capabilities.local;
  const run = { context, session, url, browser, useBrowser: options.browser, disrupt, screenshots: new Map<string, Buffer>() };
  const results = await tolerant(progress, () => performChecks(run, checks)).finally(() => Promise.all([browser.close(), tunnel.close()]));
  const endedAt = new Date();
  recordPhase(root, environment.name, { name: VERIFY_PHASE, startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString(), cached: false });
  const report = await describeRun({ run, results, own, startedAt, endedAt });
  return { report, html: await writeReport({ context, report, screenshots: run.screenshots }) };
}

/** A promise that an app's check forgot must not take the report with it. */
async function tolerant<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  const onForgotten = (reason: unknown): void => progress.warn(`a check left a failure behind: ${reason instanceof Error ? reason.message : String(reason)}`);
  process.on('unhandledRejection', onForgotten);
  return work().finally(() => process.off('unhandledRejection', onForgotten));
}

interface Way {
  readonly url: string;
  close(): Promise<void>;
}

/** The tunnel that people use; where the cluster is not on this machine, one that ends with this run. */
async function openWay(context: CommandContext, { cluster }: Session): Promise<Way> {
  if (cluster.capabilities.local) return { url: (await ensureTunnel(context)).url, close: () => Promise.resolve() };
  const spec = await tunnelSpec(context);
  return openTunnel({ ...createReleaseSource(spec), preferredPort: spec.podPort });
}
