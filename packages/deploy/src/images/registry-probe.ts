import { http } from './registry/http';
import { parseReference } from './registry/reference';

// One slow answer says nothing; each attempt waits longer. No name and no route are answers.
const PATIENCE_MS = [2_000, 3_000];

/** Does the registry of an image answer? Any answer counts, also a refusal: it is there. */
export async function registryAnswers(reference: string, signal?: AbortSignal): Promise<boolean> {
  for (const patienceMs of PATIENCE_MS) {
    try {
      await http(parseReference(reference).api, { method: 'HEAD', patienceMs, signal });
      return true;
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTimeout(error)) return false;
    }
  }
  return false;
}

// What was aborted has why as its cause, and a name server that does not answer has a code of its own.
function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause = error.cause;
  return (cause instanceof Error && cause.name === 'TimeoutError') || error.name === 'TimeoutError' || ('code' in error && error.code === 'EAI_AGAIN');
}
