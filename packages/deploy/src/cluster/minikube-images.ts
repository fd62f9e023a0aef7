import type { FairleadError } from '@fairlead/runtime';
import type { Minikube, MinikubeProfile } from '../tools/minikube';
import type { ImageStore, LoadRequest } from './cluster';
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

async function load(place: Place, request: LoadRequest): Promise<void> {
  if (!(await tryFault(place, request))) return;
  await place.minikube.loadImage(await request.archive(), request.signal);
  // `image load` ends well also when it loaded nothing, or left the image that a container uses as it was.
  const fault = await tryFault(place, request);
  if (fault) throw fault;
}

/** The first node and reference that is not the image that was built. */
async function tryFault({ name, minikube, profile }: Place, { references, configDigest: expected }: LoadRequest): Promise<FairleadError | undefined> {
  const nodes = nodesOf(profile);
  for (const node of nodes) {
    for (const reference of references) {
      // The list is that of all nodes together, so that of several each is asked.
      const found = nodes.length === 1 ? await minikube.tryImageId(reference) : await minikube.tryImageIdOn({ node, runtime: profile?.runtime ?? 'docker' }, reference);
      if (found !== expected) return minikubeFaults.notLoaded({ name }, node, { reference, found, expected });
    }
  }
  return undefined;
}
