import { join } from 'node:path';
import type { ImageDelivery } from '../cluster/cluster';
import { dockerArgs } from '../tools/docker';
import type { DeliverRequest, StoredImage } from './builder';
import { pushImage, type PushOptions } from './push-image';
import { inScratch } from './scratch';

interface Delivery extends PushOptions {
  readonly how: ImageDelivery;
}

/** Loads or pushes an image, as the cluster's nodes need it. */
export async function deliverFromDocker(request: DeliverRequest, delivery: Delivery): Promise<StoredImage> {
  const { how } = delivery;
  if (how.how === 'none') return request.image;
  return how.how === 'load' ? load(request, delivery, how) : pushImage(request, delivery);
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
