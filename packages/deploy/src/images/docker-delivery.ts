import { join } from 'node:path';
import { FairleadError, ToolError, type Runner, type RunOptions } from '@fairlead/runtime';
import type { ImageDelivery } from '../cluster/cluster';
import { qualified } from '../tools/buildctl';
import { dockerArgs, type DockerImage } from '../tools/docker';
import type { DeliverRequest, StoredImage } from './builder';
import type { DockerWay } from './docker-client';
import { inScratch } from './scratch';

/** Runs the Docker client against the daemon of the store; `way` for what builds. */
export type Docker = (args: readonly string[], options?: RunOptions, way?: DockerWay) => ReturnType<Runner>;

interface Delivery {
  readonly how: ImageDelivery;
  readonly docker: Docker;
  tryInspect(reference: string, signal?: AbortSignal): Promise<DockerImage | undefined>;
}

/** Loads or pushes an image, as the cluster's nodes need it. */
export async function deliverFromDocker(request: DeliverRequest, delivery: Delivery): Promise<StoredImage> {
  const { how } = delivery;
  if (how.how === 'none') return request.image;
  return how.how === 'load' ? load(request, delivery, how) : pushAll(request, delivery);
}

async function load({ references, image, step, signal }: DeliverRequest, { docker }: Delivery, how: Extract<ImageDelivery, { how: 'load' }>): Promise<StoredImage> {
  const limits = signal ? { signal } : {};
  await inScratch(async (folder) => {
    const archive = async (): Promise<string> => {
      step.update(`loading into the cluster's nodes: ${references.join(', ')}`);
      const file = join(folder, 'image.tar');
      await docker(dockerArgs.save(file, references), limits);
      return file;
    };
    await how.load({ references, configDigest: image.configDigest, archive, ...limits });
  });
  return image;
}

async function pushAll({ references, image, step, signal }: DeliverRequest, { docker, tryInspect }: Delivery): Promise<StoredImage> {
  for (const reference of references) {
    step.update(`pushing: ${reference}`);
    await push(reference, docker, signal);
  }
  const [reference = ''] = references;
  return { ...image, ...pushedDigest(reference, await tryInspect(reference, signal)) };
}

async function push(reference: string, docker: Docker, signal: AbortSignal | undefined): Promise<void> {
  await docker(dockerArgs.push(reference), signal ? { signal } : {}).catch((error: unknown) => {
    throw signal?.aborted ? error : pushFailure(error, reference);
  });
}

/** The digest under which a registry took the image, and under which nodes will report it. */
function pushedDigest(reference: string, image: DockerImage | undefined): Partial<StoredImage> {
  const repository = (name: string): string => qualified(name.replace(/@.*$/, '').replace(/:[^:/]*$/, ''));
  const digest = image?.RepoDigests?.find((one) => repository(one) === repository(reference))?.split('@')[1];
  return digest === undefined || digest === image?.Descriptor?.digest ? {} : { manifestDigest: digest };
}

function pushFailure(error: unknown, reference: string): unknown {
  if (!(error instanceof ToolError) || error.code === 'TOOL_MISSING') return error;
  const [registry = ''] = qualified(reference).split('/');
  const denied = /denied|unauthorized|authentication|no basic auth/i.test(error.result.stderr ?? '');
  return new FairleadError({
    code: denied ? 'REGISTRY_DENIED' : 'IMAGE_NOT_PUSHED',
    message: denied ? `${registry} does not let you push ${reference}` : `${reference} could not be pushed`,
    details: error.details,
    next: [denied ? `docker login ${registry}` : `docker push ${reference}   # shows why`],
    cause: error,
  });
}
