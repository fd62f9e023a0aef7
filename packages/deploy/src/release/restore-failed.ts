import { FairleadError, type ToolError } from '@fairlead/runtime';
import type { Session } from './session';

/** How kubectl says that the command in the pod came to its own end; without it, only the connection did. */
const ENDED_THERE = /command terminated with (?:non-zero )?exit code/;

const causes: readonly { readonly pattern: RegExp; next(session: Session): readonly string[] }[] = [
  {
    pattern: /no space left on device|could not extend file/i,
    next: ({ release }) => ['the volume is full: set a larger `storage` of the database in .projenrc.ts, then `npx projen`', release.command('deploy')],
  },
  {
    pattern: /role ".*" does not exist|must be (?:owner|superuser)|permission denied/i,
    next: () => ['the backup is of a database with other users: make it with the target `backup`, or with `pg_dump --no-owner --no-privileges`'],
  },
  {
    pattern: /(?:extension|schema|type) ".*" (?:does not exist|is not available)/i,
    next: () => ['the backup is of a database with extensions that this one does not have: leave them out when making it'],
  },
];

/** Why a restore failed, and whether the database is still what it was. */
export function restoreFailed(cause: ToolError, session: Session, file: string): FairleadError {
  const { release } = session;
  const output = cause.result.stderr ?? '';
  const again = `${release.command('restore', `--file=${file}`)}   # all or nothing, so it may be run again`;
  const logs = `${release.command('logs', '--workload=postgres')}   # what the database says of it`;
  // The transaction ends in the pod, whether or not somebody hears of it.
  if (!ENDED_THERE.test(output)) {
    return new FairleadError({ code: 'RESTORE_FAILED', message: 'the connection ended before the database said whether it took the backup', details: cause.details, next: [again, logs], cause });
  }
  const known = causes.find(({ pattern }) => pattern.test(output));
  return new FairleadError({
    code: 'RESTORE_FAILED',
    message: 'the backup could not be restored; the database is as it was before',
    details: cause.details,
    next: known?.next(session) ?? ['see the lines above: if they are about the backup, take another', logs, again],
    cause,
  });
}
