import { FairleadError } from '@fairlead/runtime';
import type { Release } from './release';

/** A deleted claim stays as long as a pod uses it. */
export function volumeTerminating({ namespace }: Release, claim: string): FairleadError {
  return new FairleadError({
    code: 'VOLUME_TERMINATING',
    message: `the database volume ${claim} is being deleted, and is not gone yet`,
    next: [
      'wait until it is gone, then run this again',
      `kubectl describe persistentvolumeclaim ${claim} --namespace ${namespace}   # says which pod still uses it`,
    ],
  });
}

export function isTerminating(error: unknown): boolean {
  return error instanceof FairleadError && error.code === 'VOLUME_TERMINATING';
}
