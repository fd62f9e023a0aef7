import { setTimeout as sleep } from 'node:timers/promises';
import { FairleadError, inStep, type Progress } from '@fairlead/runtime';
import { decideRecovery, type Recovery, type RecoveryOptions } from './recovery';
import { helmFault } from './helm-fault';
import { refuseForeign } from './refuse-foreign';
import { rollBackWithHelm } from './helm-rollback';
import { readRevisions, type Revision } from './revision';
import type { Session } from './session';

export interface RecoverOptions extends Omit<RecoveryOptions, 'now'>, Pick<Session, 'api' | 'release' | 'place' | 'helm'> {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** See `DeployLock`. */
  readonly note: (revision: number) => Promise<void>;
  /** What the user called, and calls again; it has the flag `--take-over`. */
  readonly verb: 'deploy' | 'rollback';
}

const POLL_MS = 500;

/**
 * Mends a release that an interrupted run left pending, and says so. The data of the release stays.
 * @returns its revisions afterwards.
 * @throws FairleadError `RELEASE_BUSY` when somebody may still be at work, `RELEASE_FOREIGN` when it is not ours to mend.
 */
export async function recoverRelease(options: RecoverOptions): Promise<readonly Revision[]> {
  for (;;) {
    const revisions = await readRevisions(options.api, options.release);
    refuseForeign(revisions[0], options.release);
    const recovery = decideRecovery(revisions, { ...options, now: Date.now() });
    if (recovery.action === 'none') return revisions;
    if (recovery.action === 'refuse') throw busy(recovery.pending, options);
    if (recovery.action === 'wait') await sleep(POLL_MS, undefined, { signal: options.signal });
    else await mend(recovery, options);
  }
}

async function mend(recovery: Recovery & { action: 'rollback' | 'uninstall' }, options: RecoverOptions): Promise<void> {
  const { api, release, progress } = options;
  const { pending } = recovery;
  const found = `revision ${pending.number} was left "${pending.status}" by a run that was interrupted at ${pending.changedAt.toISOString()}`;
  progress.info(found);
  const how = recovery.action === 'rollback' ? `going back to revision ${recovery.to.number}` : 'removing what it had begun (data stays)';
  await inStep({ progress, title: `Recover the release: ${how}` }, async () => {
    if (recovery.action === 'rollback') await rollBackWithHelm({ ...options, lastingApi: api, number: recovery.to.number });
    else await (await options.helm()).uninstall(release.name);
  }).catch((error: unknown) => {
    throw helmFault(error, options);
  });
}

function busy(pending: Revision, { release, verb }: RecoverOptions): FairleadError {
  return new FairleadError({
    code: 'RELEASE_BUSY',
    message: `somebody else is changing the release "${release.name}": revision ${pending.number} is "${pending.status}" since ${pending.changedAt.toISOString()}`,
    next: ['wait for it to end, then run this again', `${release.command(verb, '--take-over')}   # if you know that nobody is at work any more`],
  });
}
