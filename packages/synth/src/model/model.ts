import type { EnvironmentPlan, SecretPlan } from '@fairlead/plan';

/**
 * The resolved truth between what a user wrote (Config) and what is rendered: frozen, without optionals,
 * every name and reference computed and valid.
 */
export interface Model {
  /** DNS-1035 name of app, release and chart, e.g. `todo-chatbot`. */
  readonly app: string;
  readonly chart: ChartModel;
  /** In build order: what others proxy to comes first. */
  readonly workloads: readonly Workload[];
  readonly database: Database;
  readonly secrets: readonly SecretPlan[];
  readonly environments: readonly EnvironmentPlan[];
  readonly imageBuilds: 'sequential' | 'parallel';
  /** Name of the workload that people open. */
  readonly entry: string;
  /** Module with the app's own checks, relative to the root; empty when there is none. */
  readonly checks: string;
}

export interface ChartModel {
  readonly name: string;
  /** Folder relative to the root, e.g. `charts/todo-chatbot`. */
  readonly path: string;
  readonly version: string;
  readonly appVersion: string;
  readonly description: string;
  readonly kubeVersion: string;
  readonly icon: string;
  readonly home: string;
  /** URL of the sources; empty when the config names none. */
  readonly source: string;
  readonly maintainers: readonly { readonly name: string; readonly email: string }[];
}

export type Workload = NodeService | WebApp;

interface WorkloadBase {
  /** Key in the config, component label and value key, e.g. `backend`. */
  readonly name: string;
  /** Nx project, equal to `name`. */
  readonly project: string;
  /** Folder relative to the root, e.g. `apps/backend`. */
  readonly root: string;
  readonly image: ImageReference;
  readonly base: BaseImage;
  /** Folder below `root` that the Nx target `build` fills, e.g. `dist`. */
  readonly output: string;
  /** What the Dockerfile copies, relative to `root`. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** Process that the container runs, appended to the base image's entry point. */
  readonly command: readonly string[];
  readonly port: number;
  /** Port that serves `/metrics`, or 0 for none. */
  readonly metricsPort: number;
  readonly servicePort: number;
  readonly replicas: number;
  readonly resources: Resources;
  readonly probes: Probes;
  /** Plain environment variables. Never a secret. */
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** Names in `Model.secrets`. */
  readonly secrets: readonly string[];
  /** Workloads that may connect to it (for its NetworkPolicy). Empty: anybody (the entry). */
  readonly callers: readonly string[];
  /** May it open connections to public HTTPS addresses? */
  readonly publicEgress: boolean;
  /** May it connect to the database? */
  readonly usesDatabase: boolean;
  readonly terminationGracePeriodSeconds: number;
  /** Seconds a pod keeps serving after it was told to stop, while proxies learn that it is gone. */
  readonly drainSeconds: number;
}

export interface NodeService extends WorkloadBase {
  readonly kind: 'node-service';
}

export interface WebApp extends WorkloadBase {
  readonly kind: 'web-app';
  readonly proxy: readonly ProxyRule[];
}

export interface ProxyRule {
  /** Path prefix, e.g. `/api`. */
  readonly path: string;
  /** Name of the workload that answers. */
  readonly workload: string;
}

export interface ImageReference {
  readonly repository: string;
  readonly tag: string;
}

export interface BaseImage {
  readonly arg: string;
  readonly reference: string;
  readonly standIn: 'node' | 'nginx' | 'postgres';
}

export interface Resources {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

/** Kubernetes quantities, e.g. `100m`, `128Mi`. */
export interface ResourceList {
  readonly cpu: string;
  readonly memory: string;
  readonly 'ephemeral-storage': string;
}

export interface Probes {
  readonly startup: HttpProbe;
  readonly liveness: HttpProbe;
  readonly readiness: HttpProbe;
}

export interface HttpProbe {
  readonly path: string;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export type Database =
  | { readonly provision: 'none' }
  | { readonly provision: 'external'; readonly secret: string }
  | {
      readonly provision: 'in-cluster';
      /** Secret that receives the computed URL, e.g. `DATABASE_URL`. */
      readonly secret: string;
      readonly image: ImageReference;
      readonly base: BaseImage;
      readonly databaseName: string;
      readonly user: string;
      readonly port: number;
      /** Kubernetes quantity, e.g. `1Gi`. */
      readonly storage: string;
      readonly resources: Resources;
    };
