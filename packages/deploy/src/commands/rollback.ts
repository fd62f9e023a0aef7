import { FairleadError } from '@fairlead/runtime';
import { withDeployLock } from '../release/deploy-lock';
import { rollBackTo } from '../release/go-back';
import { tryNamespace } from '../release/namespace';
import { overtaken } from '../release/overtaken';
import { recoverRelease } from '../release/recover';
import { markServed, readRevisions, tryLastServing, type Revision } from '../release/revision';
import type { Release } from '../release/release';
import { openSession, type Session } from '../release/session';
import type { Command } from './command';

/** Goes back to an earlier revision, with the secrets it ran with, and waits until it serves. */
export const execute: Command = async (context, options) => {
  const session = await openSession(context);
  const { lastingApi: api, release } = session;
  if (!(await tryNamespace(api, release.namespace))) throw nothingDeployed(release);
  const waitMs = context.environment.timeoutSeconds * 1000;
  return withDeployLock({ ...context, api, release, waitMs }, async (lock) => {
    const { signal, note, abandonedRevision } = lock;
    const revisions = await recoverRelease({ ...session, ...context, signal, note, abandonedRevision, verb: 'rollback', timeoutMs: waitMs, takeOver: options.takeOver === true });
    const target = chooseTarget(revisions, options.revision, session);
    const number = await rollBackTo({ context: { ...context, signal }, session, lock }, target);
    await lock.assertHeld();
    const [newest] = await readRevisions(api, release);
    if (newest?.number !== number) throw overtaken(session, { number, newest, outcome: { state: 'ready' }, context });
    await markServed(api, release, newest);
    return {
      data: { release: release.name, revision: number, restored: target.number },
      text: `${release.name} runs revision ${target.number} again (as revision ${number})`,
    };
  });
};

function chooseTarget(revisions: readonly Revision[], wanted: number | undefined, { release }: Session): Revision {
  const current = revisions[0];
  if (!current) throw nothingDeployed(release);
  const earlier = revisions.filter(({ number }) => number < current.number);
  const target = wanted === undefined ? tryLastServing(earlier) : earlier.find(({ number }) => number === wanted);
  if (target) return target;
  const known = earlier.map(({ number, status }) => `${number} (${status})`).join(', ');
  throw nothing(wanted === undefined ? 'there is no earlier revision that served' : `there is no earlier revision ${wanted}`, [
    known ? `revisions to go back to: ${known}` : 'there is no earlier revision at all',
  ]);
}

function nothingDeployed(release: Release): FairleadError {
  return nothing(`nothing is deployed as "${release.name}" in namespace ${release.namespace}`, [release.command('deploy')]);
}

function nothing(message: string, next: readonly string[]): FairleadError {
  return new FairleadError({ code: 'REVISION_MISSING', message, next });
}
