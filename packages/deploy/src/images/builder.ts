import type { Step } from '@fairlead/runtime';

export interface BuildRequest {
  /** What is built, for errors, e.g. `apps/backend`. */
  readonly subject: string;
  /** Folder of the context; Dockerfile and .dockerignore are in it. */
  readonly folder: string;
  /** Every name the image gets. */
  readonly references: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Seconds since 1970 that the image and its files are dated. */
  readonly time: number;
  readonly step: Pick<Step, 'update'>;
  readonly signal?: AbortSignal;
}

/** What a store says of an image, and what pods that run it will report. */
export interface StoredImage {
  readonly configDigest: string;
  readonly manifestDigest?: string | undefined;
  readonly indexDigest?: string | undefined;
  /** Unpacked, where the store tells. */
  readonly sizeBytes?: number | undefined;
}

export interface DeliverRequest {
  readonly references: readonly string[];
  readonly image: StoredImage;
  readonly step: Pick<Step, 'update'>;
  readonly signal?: AbortSignal;
}

/** Builds into one store. The same inputs and base give the same image, whichever builder makes it. */
export interface ImageBuilder {
  readonly name: string;
  /** Is exactly this image in the store, under this name? */
  has(reference: string, image: Partial<StoredImage>, signal?: AbortSignal): Promise<boolean>;
  /** Builds, or finds in the builder's cache, and leaves the image in the store under every name. */
  build(request: BuildRequest): Promise<StoredImage>;
  /** Brings an image of the store to where the cluster's nodes find it; what is there is not brought again. */
  deliver(request: DeliverRequest): Promise<StoredImage>;
}

/** Milliseconds that a builder gets to end: Nx kills a task five seconds after asking it to stop. */
export const KILL_AFTER_MS = 3_000;
