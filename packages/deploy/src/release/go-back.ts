import { FairleadError, inStep } from '@fairlead/runtime';
import type { CommandContext } from '../commands/context';
import type { DeployLock } from './deploy-lock';
import { helmFault } from './helm-fault';
import { rollBackWithHelm } from './helm-rollback';
import { readRevisions, tryLastServing, type Revision } from './revision';
import { awaitRollout, rolloutFailed } from './rollout-step';
import type { Session } from './session';

export interface GoBack {
  readonly context: CommandContext;
  readonly session: Session;
  readonly lock: Pick<DeployLock, 'note'>;
  /** The revision that failed. */
  readonly number: number;
  /** Why; its evidence was taken before anything is changed here. */
  readonly failure: FairleadError;
}

/** Exit code of a failure whose repair failed as well: somebody must look at the cluster now. */
const NOTHING_SERVES = 2;

/**
 * Returns a release to the revision that served before, and the failure with what became of it: exit code 1 when
 * the version before serves, 2 when the way back failed too. A first install is left for inspection.
 */
export async function goBack({ context, session, lock, number, failure }: GoBack): Promise<FairleadError> {
  const { release, lastingApi } = session;
  const target = tryLastServing(await readRevisions(lastingApi, release), number);
  if (!target) return ended(failure, 'nothing served before, so it is left as it is for you to look at', [`${release.command('undeploy')}   # removes it`]);
  try {
    await rollBackTo({ context, session, lock }, target);
  } catch (error) {
    if (context.signal.aborted) throw error;
    return wayBackFailed(failure, { error, target, session });
  }
  return ended(failure, `revision ${target.number}, which served before, serves again`);
}

/** Makes a new revision out of an old one and waits until it serves. @returns its number. @throws FairleadError when it does not. */
export async function rollBackTo({ context, session, lock: { note } }: Pick<GoBack, 'context' | 'session' | 'lock'>, target: Revision): Promise<number> {
  const { progress } = context;
  await inStep({ progress, title: `Go back to revision ${target.number}` }, () => rollBackWithHelm({ ...session, progress, number: target.number, note })).catch((error: unknown) => {
    throw helmFault(error, session);
  });
  const [made] = await readRevisions(session.lastingApi, session.release);
  const outcome = await awaitRollout(context, session, `Wait until revision ${target.number} serves again`);
  if (outcome.state === 'failed') throw rolloutFailed(outcome, context);
  return made?.number ?? 0;
}

function ended(failure: FairleadError, sentence: string, next: readonly string[] = []): FairleadError {
  const { code, message, details } = failure;
  return new FairleadError({ code, message, details: [...details, sentence], next: [...failure.next, ...next], cause: failure });
}

function wayBackFailed(failure: FairleadError, { error, target, session }: { error: unknown; target: Revision; session: Session }): FairleadError {
  const second = error instanceof FairleadError ? error : undefined;
  const { context, namespace } = session.place;
  return new FairleadError({
    code: 'ROLLBACK_FAILED',
    message: `${failure.message}; and going back to revision ${target.number} failed: ${error instanceof Error ? error.message : String(error)}`,
    details: [...failure.details, 'going back:', ...(second?.details ?? [])],
    next: [
      ...failure.next,
      `helm rollback ${session.release.name} ${target.number} --kube-context ${context} --namespace ${namespace}`,
      `kubectl get pods --context ${context} --namespace ${namespace}`,
    ],
    exitCode: NOTHING_SERVES,
    cause: new AggregateError([failure, error]),
  });
}
