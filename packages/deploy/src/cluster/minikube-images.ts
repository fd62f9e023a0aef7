import type { Minikube, MinikubeProfile } from '../tools/minikube';
import type { ImageStore, LoadRequest } from './cluster';
import { loadImage, type ImageIds } from './load-image';
import { daemonFailed, minikubeFaults } from './minikube-faults';

interface Place {
  readonly name: string;
  readonly minikube: Minikube;
  readonly profile: MinikubeProfile | undefined;
}

/** Only a single Docker node is its own image store; builds for other runtimes or several nodes are copied there. */
export async function minikubeStore(place: Place): Promise<ImageStore> {
  const { name, minikube, profile } = place;
  if ((profile?.runtime ?? 'docker') !== 'docker' || nodesOf(profile).length > 1) {
    return { kind: 'docker', name: `Docker, loaded into minikube ${name}`, env: {}, deliver: { how: 'load', load: (request) => load(place, request) } };
  }
  // Without a machine of its own, the node's daemon is this one's.
  const env = profile?.driver === 'none' ? {} : await minikube.dockerEnv().catch((error: unknown) => Promise.reject(daemonFailed(error, { name, driver: profile?.driver })));
  return { kind: 'docker', name: `minikube ${name}`, env, deliver: { how: 'none' } };
}

const nodesOf = (profile: MinikubeProfile | undefined): readonly string[] => profile?.nodes ?? [''];

async function load({ name, minikube, profile }: Place, request: LoadRequest): Promise<void> {
  const nodes = nodesOf(profile);
  // The list is that of all nodes together, so that of several each is asked.
  const tryImageId = (node: string, reference: string): Promise<string | undefined> =>
    nodes.length === 1 ? minikube.tryImageId(reference) : minikube.tryImageIdOn({ node, runtime: profile?.runtime ?? 'docker' }, reference);
  const stores = {
    nodes,
    tryImageId,
    load: (archive: string) => minikube.loadImage(archive, request.signal),
    notLoaded: (node: string, reference: string, ids: ImageIds) => minikubeFaults.notLoaded({ name }, node, { reference, ...ids }),
  };
  await loadImage(stores, request);
}
