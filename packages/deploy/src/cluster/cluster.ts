import type { ClusterPlan } from '@fairlead/plan';
import type { FairleadError, Progress } from '@fairlead/runtime';
import type { KubeTarget } from '../tools/kube-env';

/** What callers may ask of a cluster. They never ask for its brand: that is known only inside its adapter. */
export interface ClusterCapabilities {
  /** `unknown` where it depends on a network plug-in that we cannot see. */
  readonly enforcesNetworkPolicy: boolean | 'unknown';
  /** On this machine: may be started by us, and needs no explicit consent to be changed. */
  readonly local: boolean;
}

export type { KubeTarget };

/** Where built images go so that the cluster's nodes can run them. */
export type ImageStore =
  /** BuildKit that writes into the store the kubelet reads: building is delivering. */
  | {
      readonly kind: 'buildkit';
      readonly name: string;
      readonly address: string;
      readonly buildctl: string;
      /** Removes what has not been used for long; absent where others look after the store. */
      sweep?(request: SweepRequest): Promise<unknown>;
    }
  /** A Docker daemon; `deliver` says what else must happen before nodes can run an image built there. */
  | {
      readonly kind: 'docker';
      readonly name: string;
      /** Environment that selects the daemon, for the Docker client only. */
      readonly env: Readonly<Record<string, string>>;
      readonly deliver: ImageDelivery;
    };

export type ImageDelivery =
  /** The daemon is the node's own. */
  | { readonly how: 'none' }
  /** The adapter copies the image to the nodes and proves that it arrived with this config digest. */
  | { readonly how: 'load'; load(request: LoadRequest): Promise<void> }
  /** Pushed under `prefix`; nodes pull it by digest. */
  | { readonly how: 'push'; readonly prefix: string };

export interface LoadRequest {
  readonly references: readonly string[];
  readonly configDigest: string;
  /** Writes the image with every reference as an archive, and says where; only asked for when a node lacks it. */
  archive(): Promise<string>;
  readonly signal?: AbortSignal;
}

/** Which images may go, by their full names. */
export interface SweepRequest {
  /** Is it anybody's to remove, once nobody uses it? */
  removable(name: string): boolean;
  /** Those that are used, or may be again. */
  used(): Promise<ReadonlySet<string>>;
}

export interface EnsureOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** One cluster that a release can go to. Adapters live beside this file, one per kind; `select.ts` is their registry. */
export interface Cluster {
  /** For people, e.g. `embedded cluster` or `minikube (profile demo)`. */
  readonly name: string;
  readonly kind: Exclude<ClusterPlan['kind'], 'auto'>;
  readonly capabilities: ClusterCapabilities;
  /** The only cluster that may answer there, see `clusterIdentity`. Default: any. */
  readonly pinnedTo?: string | undefined;
  /** Everything that stands in the way, at once; empty when it can be used. Changes nothing. */
  preflight(): Promise<readonly FairleadError[]>;
  /** Starts it if it is ours to start; otherwise proves that it answers. */
  ensure(options: EnsureOptions): Promise<void>;
  imageStore(): Promise<ImageStore>;
  /** Where it answers. @throws FairleadError `CLUSTER_IDENTITY` when that is another cluster than the pinned one. */
  kubeTarget(): Promise<KubeTarget>;
}
