import { FairleadError } from '@fairlead/runtime';
import type { CommandContext } from '../commands/context';
import { lastingComponentsOf, storedComponents } from './receipts';
import { renderEvidence } from './rollout/evidence';
import { adviceFor } from './rollout/problem';
import { waitForRollout, type Outcome } from './rollout/wait';
import type { Session } from './session';

/** Milliseconds a pod may go without a node before that is a failure. */
const UNSCHEDULABLE_GRACE = {
  /** Nobody adds nodes to a cluster on this machine; old pods may only have to make room. */
  local: 10_000,
  /** An autoscaler takes minutes to add a node. */
  remote: 300_000,
};

/** Shows and awaits the rollout of the newest revision. @throws FairleadError `INTERRUPTED_ROLLOUT`. */
export async function awaitRollout(context: CommandContext, session: Session, title = 'Wait until it serves'): Promise<Outcome> {
  const step = context.progress.step(title);
  const unschedulableGraceMs = session.cluster.capabilities.local ? UNSCHEDULABLE_GRACE.local : UNSCHEDULABLE_GRACE.remote;
  try {
    const outcome = await waitForRollout({
      api: session.api,
      release: session.release,
      components: lastingComponentsOf(context.plan),
      stored: storedComponents(context),
      timeoutMs: context.environment.timeoutSeconds * 1000,
      unschedulableGraceMs,
      step,
      tell: context.progress.info,
      signal: context.signal,
    });
    if (outcome.state === 'ready') step.done();
    else step.fail();
    return outcome;
  } catch (error) {
    step.fail();
    throw context.signal.aborted ? interrupted(session, error) : error;
  }
}

/** The failed rollout as an error: reason, log lines, events, and which part of the config to change. */
export function rolloutFailed(outcome: Outcome & { state: 'failed' }, { environment }: CommandContext): FairleadError {
  const { evidence, timedOut } = outcome;
  const { workload, reason } = evidence.problem;
  const late = timedOut ? ` (gave up after ${environment.timeoutSeconds} s, the environment's timeoutSeconds)` : '';
  return new FairleadError({
    code: 'ROLLOUT_FAILED',
    message: `${workload} ${reason}${late}`,
    details: renderEvidence(evidence),
    next: adviceFor(evidence.problem),
  });
}

function interrupted({ release }: Session, cause: unknown): FairleadError {
  return new FairleadError({
    code: 'INTERRUPTED_ROLLOUT',
    message: 'interrupted while waiting; the rollout goes on in the cluster, and what served before serves until it is done',
    next: [`${release.command('deploy')}   # sees it through`, `${release.command('rollback')}   # goes back`],
    exitCode: 130,
    cause,
  });
}
