import { qualified } from '../../tools/buildctl';

/** An image reference, taken apart. */
export interface Reference {
  /** As people write it, e.g. `docker.io` or `127.0.0.1:5000`. */
  readonly registry: string;
  /** Where its API is, ending in `/v2/`. */
  readonly api: string;
  readonly repository: string;
  /** Tag, or digest where there is one. */
  readonly version: string;
}

const DOCKER_HUB = { name: 'docker.io', api: 'registry-1.docker.io' };
const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/** Takes `host:5000/team/app:tag@sha256:...` apart; a reference without tag or digest means `latest`. */
export function parseReference(reference: string): Reference {
  const [registry = '', ...rest] = qualified(reference).split('/');
  const [name = '', digest] = rest.join('/').split('@');
  const [repository = '', tag = 'latest'] = name.split(':');
  return { registry, api: registryApi(registry), repository, version: digest ?? tag };
}

/** Registries on this machine speak plain HTTP unless told otherwise, as Docker assumes too. */
function registryApi(registry: string): string {
  const host = registry === DOCKER_HUB.name ? DOCKER_HUB.api : registry;
  return `${isLocal(registry) ? 'http' : 'https'}://${host}/v2/`;
}

export function isLocal(registry: string): boolean {
  return LOCAL.test(registry);
}
