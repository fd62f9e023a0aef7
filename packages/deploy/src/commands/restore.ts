import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { FairleadError, inStep } from '@fairlead/runtime';
import { checkDump, restoreDatabase } from '../release/database-dump';
import { withDeployLock } from '../release/deploy-lock';
import { openSession } from '../release/session';
import { confirm } from './ask';
import { backUp, defaultFile, requireInClusterDatabase } from './backup';
import type { Command } from './command';

/** Replaces the in-cluster database by a backup, after proving that the backup is whole and saving what is there. */
export const execute: Command = async (context, options) => {
  requireInClusterDatabase(context);
  const file = requireFile(context.root, options.file);
  const session = await openSession(context);
  const { release, lastingApi: api, cluster } = session;
  const entries = await checkDump(session, file, context.signal);
  const text = `This replaces the database of ${release.name} in namespace ${release.namespace} of ${cluster.name} by ${file} (${entries} entries).`;
  await confirm({ text, yes: options.yes === true, signal: context.signal });
  const saved = defaultFile(context, 'before-restore-');
  await withDeployLock({ ...context, api, release, waitMs: context.environment.timeoutSeconds * 1000 }, async ({ signal }) => {
    await backUp({ ...context, signal }, session, saved);
    await inStep({ progress: context.progress, title: 'Restore the database' }, () => restoreDatabase(session, file, signal));
  });
  return { data: { file, saved }, text: `the database of ${release.name} is that of ${file}\nWhat was there before:  ${saved}` };
};

function requireFile(root: string, file: string | undefined): string {
  if (file === undefined) throw new FairleadError({ code: 'USAGE', message: 'restore needs --file <path>', exitCode: 64 });
  const path = resolve(root, file);
  if (existsSync(path)) return path;
  throw new FairleadError({ code: 'BACKUP_MISSING', message: `there is no file ${path}`, next: ['backups are written to .fairlead/backups unless --file says otherwise'] });
}
