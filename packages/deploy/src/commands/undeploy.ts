import { tryNamespace } from '../release/namespace';
import { withDeployLock } from '../release/deploy-lock';
import { removeFreeLease } from '../release/lease';
import { refuseForeign } from '../release/refuse-foreign';
import { readRevisions } from '../release/revision';
import { openSession, type Session } from '../release/session';
import { undeploy, databaseVolumes, type Undeployed } from '../release/undeploy';
import { stopTunnel } from '../tunnel/ensure-tunnel';
import { confirm } from './ask';
import type { Command, CommandOptions, CommandResult } from './command';
import type { CommandContext } from './context';

/** Removes the release. Its data stays, unless `--delete-data`. */
export const execute: Command = async (context, options) => {
  const session = await openSession(context);
  const { lastingApi: api, release } = session;
  if (!(await tryNamespace(api, release.namespace))) return nothingThere(session);
  // Before anything is asked or ended for it: a release of that name may be somebody else's.
  refuseForeign((await readRevisions(api, release))[0], release);
  await ask(context, session, options);
  await stopTunnel(context);
  const lock = { ...context, api, release, waitMs: context.environment.timeoutSeconds * 1000 };
  const done = await withDeployLock(lock, ({ signal, assertHeld }) => undeploy(session, { deleteData: options.deleteData === true, progress: context.progress, signal, assertHeld, waitMs: lock.waitMs }));
  // After the lock is let go: it is the last thing of ours in the namespace.
  await removeFreeLease(api, release);
  return report(session, done);
};

async function ask(context: CommandContext, session: Session, options: CommandOptions): Promise<void> {
  const { release, cluster, lastingApi } = session;
  const volumes = options.deleteData ? await databaseVolumes(lastingApi, release) : [];
  if (cluster.capabilities.local && volumes.length === 0) return;
  const data = volumes.length > 0 ? ` AND ALL ITS DATA (${volumes.join(', ')})` : '';
  const text = `This removes ${release.name}${data} from namespace ${release.namespace} of ${cluster.name}.`;
  await confirm({ text, yes: options.yes === true, signal: context.signal });
}

function nothingThere({ release, cluster }: Session): CommandResult {
  return { data: { removed: false, volumes: [], dataDeleted: false }, text: `nothing is deployed as ${release.name} on the ${cluster.name}` };
}

function report(session: Session, done: Undeployed): CommandResult {
  if (!done.removed && !done.dataDeleted) return nothingThere(session);
  const { release } = session;
  const kept = done.volumes.length > 0 && !done.dataDeleted;
  const data = kept
    ? `\nIts data stays (${done.volumes.join(', ')}); the next deploy finds it again. To remove it: ${release.command('undeploy', '--delete-data')}`
    : done.volumes.length > 0
      ? ' and its data'
      : '';
  return { data: done, text: `${release.name} was removed from namespace ${release.namespace}${data}` };
}
