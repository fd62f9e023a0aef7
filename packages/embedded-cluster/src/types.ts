import type { FairleadError, Progress } from '@fairlead/runtime';

export interface EmbeddedClusterOptions {
  /**
   * Clusters with different names share nothing but their programs.
   * Default: the environment variable `FAIRLEAD_CLUSTER_NAME`, else `fairlead`.
   */
  readonly name?: string;
}

/** How to use a running cluster. */
export interface EmbeddedEndpoints {
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Name of the context in that kubeconfig. */
  readonly context: string;
  /** Address for `buildctl --addr`. What is built there can run at once: it is kubelet's own image store. */
  readonly buildkit: string;
  /** Path of the `buildctl` that fits. */
  readonly buildctl: string;
  /** Where NodePorts answer from the host. */
  readonly nodeAddress: string;
}

/** `absent`: never started, or purged. `degraded`: not as it should be, `problems` says why; `up` repairs it. */
export type EmbeddedState = 'absent' | 'stopped' | 'running' | 'degraded';

/** One supervised process. */
export interface EmbeddedMember {
  readonly name: string;
  readonly pid?: number;
  readonly alive: boolean;
  readonly rssBytes?: number;
  /** How often it was started again since `up`. */
  readonly restarts: number;
}

export interface EmbeddedStatus {
  readonly state: EmbeddedState;
  /** Absent unless something runs. */
  readonly endpoints?: EmbeddedEndpoints;
  readonly members: readonly EmbeddedMember[];
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];
  /** NetworkPolicy objects are stored and have no effect. */
  readonly enforcesNetworkPolicy: false;
  /** Version of Kubernetes. */
  readonly version: string;
}

export interface UpOptions {
  readonly progress: Progress;
  /** Ends the run; what it leaves half-way, the next `up` repairs. */
  readonly signal?: AbortSignal;
}

/** Which images of the node may go, by their full names. */
export interface SweepRequest {
  /** Is it anybody's to remove, once nobody uses it? */
  removable(name: string): boolean;
  /** Those that are in use, or may be again; asked for only if there is much to remove. */
  used(): Promise<ReadonlySet<string>>;
}

export interface EmbeddedCluster {
  /** Why this machine cannot run it; empty when it can. */
  preflight(): Promise<readonly FairleadError[]>;
  status(): Promise<EmbeddedStatus>;
  /** Builds what is missing, starts what is not running, and returns when the cluster is usable. */
  up(options: UpOptions): Promise<EmbeddedEndpoints>;
  /** Ends everything; volumes, images and objects stay for the next `up`. */
  down(options: { readonly progress: Progress }): Promise<void>;
  /** Removes images that nobody has used for an hour, once there are many. @returns their names; none where nothing runs. */
  sweepImages(request: SweepRequest): Promise<readonly string[]>;
  /** `down`, and no file stays. The programs go with the last cluster. */
  purge(options: { readonly progress: Progress }): Promise<void>;
}
