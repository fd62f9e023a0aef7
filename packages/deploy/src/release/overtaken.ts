import { FairleadError } from '@fairlead/runtime';
import type { CommandContext } from '../commands/context';
import type { Revision } from './revision';
import { rolloutFailed } from './rollout-step';
import type { Outcome } from './rollout/wait';
import type { Session } from './session';

interface Overtaken {
  /** The revision that this run made. */
  readonly number: number;
  readonly newest: Revision | undefined;
  readonly outcome: Outcome;
  readonly context: CommandContext;
}

/** What is there now is somebody else's: it is neither rolled back nor marked. */
export function overtaken({ release }: Session, { number, newest, outcome, context }: Overtaken): FairleadError {
  const failure = outcome.state === 'failed' ? rolloutFailed(outcome, context) : undefined;
  return new FairleadError({
    code: 'RELEASE_BUSY',
    message: `another Helm changed the release "${release.name}" after revision ${number} was made: ${newest ? `revision ${newest.number} is not of this run` : 'it is gone'}`,
    details: failure ? [failure.message, ...failure.details] : [],
    next: [`${release.command('status')}   # what runs now`, `${release.command('deploy')}   # when nobody else is at work`],
    cause: failure,
  });
}
