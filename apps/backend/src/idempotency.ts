import type { Scope } from './db/workspace';
import { findAnswer, storeAnswer, type RequestKey } from './idempotency-repository';
import { ProblemError } from './problem';

/**
 * Runs `work` once per key, in the transaction of the change itself: key and change are stored together or not at all.
 * A repeated request gets the first answer. Without a key it just runs.
 * @throws ProblemError 422 when the key was used for something else.
 */
export async function once<T>(scope: Scope, request: RequestKey | undefined, work: () => Promise<T>): Promise<T> {
  if (request === undefined) return work();
  const earlier = await findAnswer(scope, request.key);
  if (earlier === undefined) {
    const answer = await work();
    await scope.leave(storeAnswer(scope, request, answer));
    return answer;
  }
  if (earlier.fingerprint !== request.fingerprint) {
    throw new ProblemError(422, 'idempotency-key-reused', {
      title: 'Key used before',
      detail: 'This key belongs to another request.',
    });
  }
  return earlier.response as T;
}
