import type { FairleadError } from '@fairlead/runtime';
import type { LoadRequest } from './cluster';

/** What a tool found under a reference, and what should be there. */
export interface ImageIds {
  readonly found: string | undefined;
  readonly expected: string;
}

export interface NodeStores {
  readonly nodes: readonly string[];
  tryImageId(node: string, reference: string): Promise<string | undefined>;
  load(archive: string): Promise<unknown>;
  notLoaded(node: string, reference: string, ids: ImageIds): FairleadError;
}

/** Loads an image that a node lacks, and proves by its id that it arrived: tools say so also when it did not. */
export async function loadImage(stores: NodeStores, request: LoadRequest): Promise<void> {
  if (!(await tryFault(stores, request))) return;
  await stores.load(await request.archive());
  const fault = await tryFault(stores, request);
  if (fault) throw fault;
}

/** The first node and reference that is not the image that was built. */
async function tryFault(stores: NodeStores, { references, configDigest: expected }: LoadRequest): Promise<FairleadError | undefined> {
  for (const node of stores.nodes) {
    for (const reference of references) {
      const found = await stores.tryImageId(node, reference);
      if (found !== expected) return stores.notLoaded(node, reference, { found, expected });
    }
  }
  return undefined;
}
