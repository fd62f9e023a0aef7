const PATIENCE_MS = 2_000;
const DOCKER_HUB = { name: 'docker.io', api: 'registry-1.docker.io' };

/** Does the registry of an image answer? Any answer counts, also a refusal: it is there. */
export async function registryAnswers(reference: string): Promise<boolean> {
  const [host = ''] = reference.split('/');
  const api = host === DOCKER_HUB.name ? DOCKER_HUB.api : host;
  try {
    await fetch(`https://${api}/v2/`, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
    return true;
  } catch {
    return false;
  }
}
