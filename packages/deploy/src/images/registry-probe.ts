import { http } from './registry/http';
import { parseReference } from './registry/reference';

// One slow answer says nothing; each attempt waits longer.
const PATIENCE_MS = [2_000, 3_000];

/** Does the registry of an image answer? Any answer counts, also a refusal: it is there. */
export async function registryAnswers(reference: string, signal?: AbortSignal): Promise<boolean> {
  for (const patienceMs of PATIENCE_MS) {
    try {
      await http(parseReference(reference).api, { method: 'HEAD', patienceMs, signal });
      return true;
    } catch {
      signal?.throwIfAborted();
    }
  }
  return false;
}
