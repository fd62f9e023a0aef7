import type { Step } from '@fairlead/runtime';
import type { ImageStore } from '../cluster/cluster';
import { createBuildkitBuilder } from './buildkit-builder';
import { createDockerBuilder } from './docker-builder';

export interface BuildRequest {
  /** Folder of the context; Dockerfile and .dockerignore are in it. */
  readonly folder: string;
  /** Every name the image gets. */
  readonly references: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly step: Pick<Step, 'update'>;
  readonly signal?: AbortSignal;
}

export interface StoredImage {
  readonly configDigest: string;
  readonly manifestDigest?: string;
  readonly indexDigest?: string;
  readonly sizeBytes?: number;
}

/** Builds into one store. The same inputs and base give the same image, whichever builder makes it. */
export interface ImageBuilder {
  readonly name: string;
  /** Is this image in the store? Never asks a registry. */
  has(reference: string, signal?: AbortSignal): Promise<boolean>;
  /** Builds, or finds in the builder's cache, and leaves the image in the store under every name. */
  build(request: BuildRequest): Promise<StoredImage>;
}

export function createBuilder(store: ImageStore): ImageBuilder {
  return store.kind === 'buildkit' ? createBuildkitBuilder(store) : createDockerBuilder(store);
}
