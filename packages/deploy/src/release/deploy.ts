import { FairleadError, silentProgress } from '@fairlead/runtime';
import { ApiError } from '../cluster/api-error';
import type { CommandContext } from '../commands/context';
import { withDeployLock, type DeployLock } from './deploy-lock';
import { deployValues, type DeployInputs, type SecretNames } from './deploy-inputs';
import { findDrift } from './drift/find-drift';
import { helmFault } from './helm-fault';
import { hashInputs } from './inputs';
import { ensureNamespace } from './namespace';
import { tryPullSecretFault } from './pull-secret';
import { lastingComponentsOf } from './receipts';
import { recoverRelease } from './recover';
import { markServed, readRevisions, revisionLabels, type Revision } from './revision';
import { goBack } from './go-back';
import { overtaken } from './overtaken';
import { refuseForeign } from './refuse-foreign';
import { replacingStatefulSets } from './replace-stateful-set';
import type { Release } from './release';
import { awaitRollout, rolloutFailed } from './rollout-step';
import { judgeRollout } from './rollout/judge';
import { readSnapshot } from './rollout/snapshot';
import { collectSecretGarbage } from './secret-garbage';
import { databaseUrl, ensureDatabasePassword, writeEnvironmentSecret } from './secret-store';
import type { Session } from './session';

export interface DeployOptions {
  readonly session: Session;
  readonly inputs: DeployInputs;
  /** Recover a pending release that is not known to be ours. */
  readonly takeOver: boolean;
}

export interface Deployed {
  readonly revision: number;
  /** false: everything was as it should be, and nothing was touched. */
  readonly changed: boolean;
}

/**
 * Brings the release to the given inputs and waits until it serves; when it does not, the version that served
 * before goes on serving.
 *
 * Interrupting it is safe at any moment. Helm is called in a process group of its own, never waits for pods, and so
 * ends by itself a second or two later; the rollout then goes on in the cluster, and the next run sees it through.
 * Should Helm be killed as well, the release stays `pending`, which the next run mends (`recover.ts`).
 * @throws FairleadError `ROLLOUT_FAILED` (exit code 1), or `ROLLBACK_FAILED` (2) when the way back failed too; `RELEASE_BUSY`
 * when another Helm is at work.
 */
export async function deploy(given: CommandContext, options: DeployOptions): Promise<Deployed> {
  const { session } = options;
  const { environment, progress } = given;
  await ensureNamespace(session.api, environment.namespace, progress);
  const lock = { api: session.lastingApi, release: session.release, progress, signal: given.signal, waitMs: environment.timeoutSeconds * 1000 };
  const unchanged = await tryUnchanged(given, options);
  if (unchanged) return unchanged;
  return withDeployLock(lock, async (held) => {
    const context = { ...given, signal: held.signal };
    const revisions = await recoverRelease({
      ...session,
      progress,
      signal: held.signal,
      verb: 'deploy',
      abandonedRevision: held.abandonedRevision,
      note: held.note,
      timeoutMs: environment.timeoutSeconds * 1000,
      takeOver: options.takeOver,
    });
    const unpullable = await tryPullSecretFault(session.api, environment);
    if (unpullable) throw unpullable;
    const wanted = await resolveWanted(context, options);
    return (await tryServing(context, { ...options, ...wanted, revisions })) ?? upgrade({ context, ...options, ...wanted, lock: held, revisions });
  });
}

/**
 * Most deploys change nothing, and to see that takes no lock, which would be written twice: a release that somebody is
 * changing looks otherwise. What there is to tell is left to the run with the lock.
 */
async function tryUnchanged(given: CommandContext, options: DeployOptions): Promise<Deployed | undefined> {
  const { api, release } = options.session;
  const revisions = await readRevisions(api, release);
  refuseForeign(revisions[0], release);
  if (revisions[0] === undefined || !isServing(revisions[0]) || (await tryPullSecretFault(api, given.environment))) return undefined;
  let isQuiet = true;
  const tell = (): void => void (isQuiet = false);
  const context = { ...given, progress: { ...silentProgress, info: tell, warn: tell } };
  const serving = await tryServing(context, { ...options, ...(await resolveWanted(context, options)), revisions });
  return isQuiet ? serving : undefined;
}

/** What the release is to be made of. */
interface Wanted {
  readonly values: Readonly<Record<string, unknown>>;
  /** Of chart and values. */
  readonly hash: string;
}

async function resolveWanted(context: CommandContext, options: DeployOptions): Promise<Wanted> {
  const values = deployValues(context, options.inputs, await writeSecrets(context, options));
  return { values, hash: hashInputs(options.inputs.chart, values) };
}

interface DeployRun extends DeployOptions, Wanted {
  readonly context: CommandContext;
  readonly lock: DeployLock;
  /** Newest first. */
  readonly revisions: readonly Revision[];
}

async function writeSecrets({ plan, redaction, progress }: CommandContext, { session, inputs }: DeployOptions): Promise<SecretNames> {
  const { lastingApi: api, release } = session;
  const values = new Map(inputs.secrets.values);
  let database: string | undefined;
  if (plan.database.provision === 'in-cluster') {
    const { secret } = plan.database;
    if (values.has(secret)) progress.warn(`${secret} is set here but not used: this environment's database runs in the cluster`);
    const password = await ensureDatabasePassword(api, release);
    const url = databaseUrl(release, plan.database, password);
    redaction.hide([password, url]);
    values.set(secret, url);
    database = release.databaseSecret;
  }
  if (plan.secrets.length === 0) return { environment: undefined, database };
  return { environment: await writeEnvironmentSecret(api, release, values), database };
}

/** The newest revision, if it is made of the same inputs, has served, and the cluster still looks like it. */
async function tryServing(context: CommandContext, { session, revisions, hash }: Omit<DeployRun, 'context' | 'lock'>): Promise<Deployed | undefined> {
  const newest = revisions[0];
  if (newest === undefined || !isServing(newest) || newest.labels[revisionLabels.inputs] !== hash) return undefined;
  const { api, release } = session;
  const [snapshot, drift] = await Promise.all([readSnapshot(api, release), findDrift(api, newest.content().manifest, release.namespace)]);
  for (const line of drift.mendable) context.progress.info(`changed by hand: ${line}; putting it back`);
  for (const line of drift.lasting) context.progress.warn(`changed by hand, and cannot be put back: ${line}`);
  const verdict = judgeRollout(snapshot, { components: lastingComponentsOf(context.plan), now: Date.now(), unschedulableGraceMs: 0 });
  return drift.mendable.length === 0 && verdict.state === 'ready' ? { revision: newest.number, changed: false } : undefined;
}

/** By the label that only a deploy of Fairlead gives, once all pods served. */
function isServing({ status, labels }: Revision): boolean {
  return status === 'deployed' && labels[revisionLabels.rollout] === 'served' && labels[revisionLabels.inputs] !== undefined;
}

async function upgrade(run: DeployRun): Promise<Deployed> {
  const { context, session, lock, revisions } = run;
  const { lastingApi: api, release } = session;
  const number = (revisions[0]?.number ?? 0) + 1;
  // Helm is not started for a run that is being ended: it could not be seen through.
  context.signal.throwIfAborted();
  await lock.note(number);
  await install(run, number);
  const outcome = await awaitRollout(context, session);
  await lock.assertHeld();
  const [newest] = await readRevisions(api, release).catch((error: unknown) => Promise.reject(outOfSight(error, release, number)));
  if (!newest || !isOurs(newest, run, number)) throw overtaken(session, { number, newest, outcome, context });
  if (outcome.state === 'failed') throw await goBack({ context, session, lock, number: newest.number, failure: rolloutFailed(outcome, context) });
  await markServed(api, release, newest);
  await collectSecretGarbage(api, release);
  return { revision: newest.number, changed: true };
}

/** The cluster went away after Helm was done: what it was told it does, whether or not somebody looks. */
function outOfSight(error: unknown, release: Release, number: number): Error {
  if (!(error instanceof ApiError) || error.status !== undefined) return error as Error;
  const message = `${error.message}; revision ${number} was made before, and the cluster goes on with it when it can`;
  return new FairleadError({ code: error.code, message, next: [...error.next, `${release.command('deploy')}   # sees it through, once the cluster answers`], cause: error });
}

/** Did this run make it? Another Helm, which knows nothing of our lock, may have been faster. */
function isOurs(newest: Revision, { hash }: DeployRun, number: number): boolean {
  return newest.number >= number && newest.labels[revisionLabels.inputs] === hash;
}

async function install(run: DeployRun, number: number): Promise<void> {
  const { session, inputs, hash, values, revisions, context, lock } = run;
  const { release } = session;
  const verb = revisions.length === 0 ? 'Install' : 'Upgrade';
  const step = context.progress.step(`${verb} ${release.name} in namespace ${release.namespace} (revision ${number})`);
  try {
    const helm = await session.helm();
    const labels = { [revisionLabels.inputs]: hash, [revisionLabels.rollout]: 'pending' };
    const upgrade = { release: release.name, chart: inputs.chartFile, labels, description: 'fairlead deploy' };
    await replacingStatefulSets({
      ...session,
      progress: context.progress,
      change: () => helm.upgrade(upgrade, values),
      beforeAgain: () => lock.note(number + 1),
    });
    step.done();
  } catch (error) {
    step.fail();
    await lock.assertHeld();
    const failure = helmFault(error, session);
    const newest = (await readRevisions(session.lastingApi, release))[0];
    const begun = newest !== undefined && isOurs(newest, run, number);
    throw begun && failure instanceof FairleadError ? await goBack({ context, session, lock, number, failure }) : failure;
  }
}
