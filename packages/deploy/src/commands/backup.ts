import { join, resolve } from 'node:path';
import { FairleadError, inStep } from '@fairlead/runtime';
import { dumpDatabase } from '../release/database-dump';
import { openSession, type Session } from '../release/session';
import type { Command } from './command';
import type { CommandContext } from './context';

/** Copies the in-cluster database to a local file. */
export const execute: Command = async (context, options) => {
  requireInClusterDatabase(context);
  const session = await openSession(context);
  const file = options.file === undefined ? defaultFile(context) : resolve(context.root, options.file);
  const bytes = await backUp(context, session, file);
  return { data: { file, bytes }, text: `${file} (${(bytes / 1e6).toFixed(1)} MB)\n\nPut it back:  ${session.release.command('restore', `--file=${file}`)}` };
};

/** Shows the progress of a backup. @returns its size in bytes. */
export function backUp({ progress, signal }: CommandContext, session: Session, file: string): Promise<number> {
  return inStep({ progress, title: 'Back up the database', note: () => file }, () => dumpDatabase(session, file, signal));
}

/** `.fairlead/` is ignored by Git: a backup holds what people wrote. */
export function defaultFile({ root, environment }: CommandContext, note = ''): string {
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  return join(root, '.fairlead', 'backups', `${environment.name}-${note}${time}.dump`);
}

/** @throws FairleadError `DATABASE_ELSEWHERE` when the plan's database does not run in the cluster. */
export function requireInClusterDatabase({ plan }: CommandContext): void {
  if (plan.database.provision === 'in-cluster') return;
  throw new FairleadError({
    code: 'DATABASE_ELSEWHERE',
    message: plan.database.provision === 'none' ? `${plan.app} has no database` : `the database of ${plan.app} runs elsewhere`,
    next: plan.database.provision === 'none' ? [] : ['use the backup of whoever runs it'],
  });
}
