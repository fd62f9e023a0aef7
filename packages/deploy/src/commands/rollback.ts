import { FairleadError } from '@fairlead/runtime';
import { withDeployLock } from '../release/deploy-lock';
import { rollBackTo } from '../release/go-back';
import { recoverRelease } from '../release/recover';
import { markServed, readRevisions, tryLastServing, type Revision } from '../release/revision';
import { openSession, type Session } from '../release/session';
import type { Command } from './command';

/** Goes back to an earlier revision, with the secrets it ran with, and waits until it serves. */
export const execute: Command = async (context, options) => {
  const session = await openSession(context);
  const { lastingApi, release } = session;
  const waitMs = context.environment.timeoutSeconds * 1000;
  return withDeployLock({ ...context, api: lastingApi, release, waitMs }, async ({ abandonedRevision, signal }) => {
    const revisions = await recoverRelease({ ...session, ...context, signal, verb: 'rollback', abandonedRevision, timeoutMs: waitMs, takeOver: options.takeOver === true });
    const target = chooseTarget(revisions, options.revision, session);
    await rollBackTo({ ...context, signal }, session, target);
    const [newest] = await readRevisions(lastingApi, release);
    if (newest) await markServed(lastingApi, release, newest);
    return {
      data: { release: release.name, revision: newest?.number, restored: target.number },
      text: `${release.name} runs revision ${target.number} again (as revision ${newest?.number})`,
    };
  });
};

function chooseTarget(revisions: readonly Revision[], wanted: number | undefined, { release }: Session): Revision {
  const current = revisions[0];
  if (!current) throw nothing(`nothing is deployed as "${release.name}" in namespace ${release.namespace}`, [release.command('deploy')]);
  const earlier = revisions.filter(({ number }) => number < current.number);
  const target = wanted === undefined ? tryLastServing(earlier) : earlier.find(({ number }) => number === wanted);
  if (target) return target;
  const known = earlier.map(({ number, status }) => `${number} (${status})`).join(', ');
  throw nothing(wanted === undefined ? 'there is no earlier revision that served' : `there is no earlier revision ${wanted}`, [
    known ? `revisions to go back to: ${known}` : 'there is no earlier revision at all',
  ]);
}

function nothing(message: string, next: readonly string[]): FairleadError {
  return new FairleadError({ code: 'REVISION_MISSING', message, next });
}
