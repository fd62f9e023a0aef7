const PATIENCE_MS = 2_000;
const DOCKER_HUB = { name: 'docker.io', api: 'registry-1.docker.io' };

/** Where the registry of an image has its API. Registries on this machine speak plain HTTP, as Docker assumes too. */
export function registryApi(reference: string): string {
  const [first = ''] = reference.split('/');
  const host = reference.includes('/') && /[.:]|^localhost$/.test(first) ? first : DOCKER_HUB.name;
  const local = /^(localhost|127(\.\d+){3})(:\d+)?$/.test(host);
  return `${local ? 'http' : 'https'}://${host === DOCKER_HUB.name ? DOCKER_HUB.api : host}/v2/`;
}

/** Does the registry of an image answer? Any answer counts, also a refusal: it is there. */
export async function registryAnswers(reference: string, signal?: AbortSignal): Promise<boolean> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    await fetch(registryApi(reference), { method: 'HEAD', redirect: 'manual', signal: signal ? AbortSignal.any([signal, patience]) : patience });
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}
