import { http } from './registry/http';
import { parseReference } from './registry/reference';

const PATIENCE_MS = 2_000;

/** Does the registry of an image answer? Any answer counts, also a refusal: it is there. */
export async function registryAnswers(reference: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await http(parseReference(reference).api, { method: 'HEAD', patienceMs: PATIENCE_MS, signal });
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}
