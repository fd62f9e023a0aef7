import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import { FairleadError, run, ToolError, type RunResult } from '@fairlead/runtime';
import { isReady } from '../tunnel/ready-pods';
import { kubectlArgs } from '../tools/kubectl';
import { kubeEnv } from '../tools/kube-env';
import { DATABASE_COMPONENT } from './rollout/judge';
import { restoreFailed } from './restore-failed';
import type { Session } from './session';

// The password is in the pod already; it is never an argument. What the tool leaves of its input is taken by the shell,
// whose image has no other tool: the call would not end before somebody does, though the tool has.
const inDatabase = (command: string): string[] => [
  'sh',
  '-c',
  `export PGPASSWORD="$POSTGRES_PASSWORD" PGHOST=127.0.0.1 PGUSER="$POSTGRES_USER"; ${command}; code=$?; while read -r _; do :; done; exit $code`,
];
const commands = {
  dump: inDatabase('pg_dump --format=custom --dbname="$POSTGRES_DB"'),
  // The list of entries comes first in a backup, so only reading on to its end shows that nothing is missing.
  read: inDatabase('pg_restore --file=/dev/null --verbose'),
  // One transaction: either all of the backup is there afterwards, or everything is as before.
  restore: inDatabase('pg_restore --clean --if-exists --single-transaction --exit-on-error --dbname="$POSTGRES_DB"'),
};

/**
 * Copies the in-cluster database to a local file that only its owner can read; it appears when it is proven whole.
 * @returns its size in bytes.
 * @throws FairleadError `BACKUP_EXISTS` when there is such a file, `BACKUP_INCOMPLETE` when a part got lost.
 */
export async function dumpDatabase(session: Session, file: string, signal: AbortSignal): Promise<number> {
  refuseExisting(file);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Two runs at once write two files.
  const partial = `${file}.${randomBytes(4).toString('hex')}.partial`;
  try {
    await (await open(partial, 'wx', 0o600)).close();
    await inPod(session, commands.dump, { outputFile: partial, signal });
    await readWhole(session, partial, signal).catch((cause: unknown) => Promise.reject(signal.aborted ? cause : incomplete(cause)));
    const { size } = await stat(partial);
    refuseExisting(file);
    await rename(partial, file);
    return size;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Proves that a file is a whole backup, by the database's own tool. @returns how many entries it has. */
export async function checkDump(session: Session, file: string, signal: AbortSignal): Promise<number> {
  try {
    return await readWhole(session, file, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw new FairleadError({
      code: 'BACKUP_INVALID',
      message: `${file} is not a backup that this database can read; nothing was changed`,
      details: cause instanceof FairleadError ? cause.details : [],
      next: ['use a file that the target `backup` wrote'],
      cause,
    });
  }
}

/** Reads a backup to its end. @returns how many entries it has. */
async function readWhole(session: Session, file: string, signal: AbortSignal): Promise<number> {
  const { stderr } = await inPod(session, commands.read, { inputFile: file, signal });
  return stderr.split('\n').filter((line) => /^pg_restore: (creating|executing|processing) /.test(line)).length;
}

function refuseExisting(file: string): void {
  if (!existsSync(file)) return;
  throw new FairleadError({
    code: 'BACKUP_EXISTS',
    message: `there is a file ${file} already, and a backup overwrites nothing`,
    next: ['name another with --file, or leave it out: then the name has the time in it'],
  });
}

function incomplete(cause: unknown): FairleadError {
  return new FairleadError({
    code: 'BACKUP_INCOMPLETE',
    message: 'the backup did not arrive whole, so no file was written',
    details: cause instanceof FairleadError ? cause.details : [],
    next: ['run this again; the connection to the cluster may have been cut'],
    cause,
  });
}

/** Replaces the contents of the in-cluster database by those of the file, all or nothing. */
export async function restoreDatabase(session: Session, file: string, signal: AbortSignal): Promise<void> {
  try {
    await inPod(session, commands.restore, { inputFile: file, signal });
  } catch (cause) {
    throw cause instanceof ToolError ? restoreFailed(cause, session, file) : cause;
  }
}

interface Streams {
  readonly inputFile?: string;
  readonly outputFile?: string;
  readonly signal: AbortSignal;
}

async function inPod(session: Session, command: readonly string[], streams: Streams): Promise<RunResult> {
  const { place, tools } = session;
  const args = kubectlArgs.exec(place, await databasePod(session), command);
  return run((await tools.find('kubectl')).path, args, { env: kubeEnv(place), killAfterMs: 2_000, ...streams });
}

async function databasePod({ api, release }: Session): Promise<string> {
  const labels = `${release.selector},app.kubernetes.io/component=${DATABASE_COMPONENT}`;
  const pods = await api.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod', namespace: release.namespace, labels });
  const name = pods.find(isReady)?.metadata?.name;
  if (name) return name;
  throw new FairleadError({
    code: 'DATABASE_NOT_RUNNING',
    message: `no database pod of ${release.name} is ready in namespace ${release.namespace}`,
    next: [release.command('status'), release.command('deploy')],
  });
}
