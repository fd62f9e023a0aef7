import type { EnvironmentPlan, SecretPlan } from '@fairlead/plan';
import type { WorkloadKind } from '../config-kinds';

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

export type Workload = Server | BackgroundWorkload | ScheduledWorkload;

/** What every workload has. Renderers ask what it does (`runs`, `dockerfile`), not which kind it is. */
export interface WorkloadBase {
  /** Key in the config, component label and value key, e.g. `backend`. */
  readonly name: string;
  readonly kind: WorkloadKind;
  /** Nx project, equal to `name`. */
  readonly project: string;
  /** Folder relative to the root, e.g. `apps/backend`. */
  readonly root: string;
  readonly image: ImageReference;
  readonly base: BaseImage;
  /** Which template its Dockerfile comes from; with it goes how Nx builds it, and what its image can do. */
  readonly dockerfile: 'node' | 'nginx';
  /** Folder below `root` that the Nx target `build` fills, e.g. `dist`. */
  readonly output: string;
  /** What the Dockerfile copies, relative to `root`. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** Process that the container runs, appended to the base image's entry point. */
  readonly command: readonly string[];
  readonly resources: Resources;
  /** Variables that its kind needs, in the image and in the pod. */
  readonly ownEnv: readonly Variable[];
  /** Plain environment variables from the config, which are values of the chart. Never a secret. */
  readonly env: readonly Setting[];
  /** Names in `Model.secrets`. */
  readonly secrets: readonly string[];
  /** May it open connections to public HTTPS addresses? */
  readonly publicEgress: boolean;
  /** May it connect to the database? */
  readonly usesDatabase: boolean;
  /** Port that serves `/metrics`, or 0 for none. */
  readonly metricsPort: number;
  /** Seconds between being told to stop and being killed. */
  readonly terminationGracePeriodSeconds: number;
}

/** Serves HTTP until it is told to stop. */
export interface Server extends WorkloadBase {
  readonly runs: 'server';
  readonly port: number;
  readonly servicePort: number;
  readonly replicas: number;
  readonly probes: Probes;
  /** Workloads that may connect to it (for its NetworkPolicy). Empty: anybody (the entry). */
  readonly callers: readonly string[];
  /** Empty for what proxies nothing. */
  readonly proxy: readonly ProxyRule[];
  /** Bytes of the largest body that its web server passes on; 0 for what has none. */
  readonly maxBodyBytes: number;
  /** Seconds a pod keeps serving after it was told to stop, while proxies learn that it is gone. */
  readonly drainSeconds: number;
}

/** Works until it is told to stop; nobody connects to it. */
export interface BackgroundWorkload extends WorkloadBase {
  readonly runs: 'background';
  readonly replicas: number;
  /** Seconds within which it touches its heartbeat file, or 0 where it has none. */
  readonly heartbeatSeconds: number;
}

/** Starts by the clock and ends by itself. */
export interface ScheduledWorkload extends WorkloadBase {
  readonly runs: 'scheduled';
  /** Five fields of cron or a macro. */
  readonly schedule: string;
  readonly timeZone: string;
  readonly concurrency: 'Forbid' | 'Replace' | 'Allow';
  readonly retries: number;
  /** Seconds after which a run is ended. */
  readonly timeoutSeconds: number;
}

export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** A variable whose value an environment may change. */
export interface Setting extends Variable {
  /** Is it absent where its value is empty? */
  readonly optional: boolean;
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
