import { z } from 'zod';
import {
  contextName, cpu, databaseName, dnsName, envName, hostName, imageReference, memory, plainText, port, registryPrefix, replicas, seconds, semver, urlPath,
  webUrl, workspacePath,
} from './config-values';

/**
 * What a user writes in `.projenrc.ts`. The types derive from the schemas below; every fault is reported
 * with its path before anything is written (`config-error.ts`).
 */

// Names are checked in `config-faults/names.ts`: here, a bad name would hide what is wrong with its value.
const byName = <S extends z.ZodType>(value: S) => z.record(z.string(), value, 'expected an object, by name');

const secretSchema = z.strictObject({
  /** The environment variable it becomes, and its key in the cluster's Secret. */
  secret: envName,
  /** A deploy without a value is refused; with `false` the container starts without the variable. @default true */
  required: z.boolean().default(true),
});
/** A value that only the cluster's Secret may hold. It fits nowhere else: not in `env`, values, build arguments or CI. */
export type Secret = z.input<typeof secretSchema>;

const resourceListSchema = z.strictObject({
  /** CPU, e.g. `100m` for a tenth of a core. @default depends on the kind of workload */
  cpu: cpu.optional(),
  /** Memory, e.g. `128Mi`. @default depends on the kind of workload */
  memory: memory.optional(),
  /** Scratch space that counts against the node, e.g. `64Mi`. @default depends on the kind of workload */
  'ephemeral-storage': memory.optional(),
});
const resourcesSchema = z.strictObject({
  /** What the scheduler reserves; a node without as much free does not get the pod. @default small ones that suit the kind */
  requests: resourceListSchema.optional(),
  /** Where it ends: CPU is throttled, too much memory kills the container. @default small ones that suit the kind */
  limits: resourceListSchema.optional(),
});

const workloadShape = {
  /** Repository and readable tag, e.g. `todo-backend:v1`. Releases run an immutable content tag beside it. */
  image: imageReference,
  /** Folder with the sources, relative to the root; Dockerfile, .dockerignore and project.json are written there. @default apps/<name> */
  root: workspacePath.optional(),
  /** Folder below `root` that its Nx target `build` fills; the image holds this and nothing else. @default dist */
  output: workspacePath.default('dist'),
  /** Container port that serves HTTP, 1024 or higher: containers run without privileges. */
  port,
  /** Pods; more than one also gets a disruption budget. @default 1 */
  replicas: replicas.default(1),
  /** Plain environment variables, readable by all who may read the chart. A secret does not fit here. @default none */
  env: byName(plainText).default({}),
  /** Requests and limits; what is left out keeps its default. @default small ones that suit the kind */
  resources: resourcesSchema.default({}),
  /** May pods open connections to public HTTPS addresses? The network policy closes everything else. @default false */
  publicEgress: z.boolean().default(false),
  /** Base image, used where a registry answers; it must have the user, paths and entry point of the default. @default a distroless Node or an unprivileged nginx */
  base: imageReference.optional(),
  /** Seconds that a pod keeps serving after it was told to stop, while proxies learn of it. @default 5 */
  drainSeconds: seconds(0, 300).default(5),
};

const nodeServiceSchema = z.strictObject({
  kind: z.literal('node-service'),
  ...workloadShape,
  /** What Node is started with, relative to `output`. @default server.mjs */
  entryFile: workspacePath.default('server.mjs'),
  /** Secrets it gets as environment variables. @default none */
  secrets: z.array(secretSchema).default([]),
  /** Does it connect to the database? It then gets the connection URL as `DATABASE_URL`, and the way there is opened. @default false */
  database: z.boolean().default(false),
  /** Port that serves Prometheus metrics at `/metrics`, apart from the public one. @default none */
  metricsPort: port.optional(),
  /** Cheap probe that never touches the database: pods that fail it are restarted. @default /livez */
  livenessPath: urlPath.default('/livez'),
  /** Probe that says whether requests can be served now: pods that fail it get none. @default /readyz */
  readinessPath: urlPath.default('/readyz'),
});

const webAppSchema = z.strictObject({
  kind: z.literal('web-app'),
  ...workloadShape,
  /** Path prefix to the name of the service that answers it; the page and its API then share one address. @default none */
  proxy: byName(z.string('expected the name of a service')).default({}),
  /** Path that the web server answers itself, for probes. @default /healthz */
  readinessPath: urlPath.default('/healthz'),
});

const workloadSchema = z.discriminatedUnion('kind', [nodeServiceSchema, webAppSchema], 'expected nodeService({...}) or webApp({...})');

const databaseSchema = z.discriminatedUnion(
  'provision',
  [
    z.strictObject({ provision: z.literal('none') }),
    z.strictObject({ provision: z.literal('external') }),
    z.strictObject({
      provision: z.literal('in-cluster'),
      /** PostgreSQL image, used where a registry answers. @default docker.io/library/postgres:15-bookworm */
      image: imageReference.optional(),
      /** Size of its volume, which outlives the release. @default 1Gi */
      storage: memory.default('1Gi'),
      /** Name of the database. @default the app's name with `_` for `-` */
      databaseName: databaseName.optional(),
    }),
  ],
  "expected postgres({ provision: 'in-cluster' }) or postgres({ provision: 'external' })",
);

const clusterSchema = z.union(
  [
    z.literal('auto'),
    z.strictObject({ kind: z.literal('auto') }),
    z.strictObject({ kind: z.literal('embedded') }),
    z.strictObject({ kind: z.literal('minikube'), profile: contextName.default('minikube') }),
    z.strictObject({ kind: z.literal('kind'), name: contextName.default('kind') }),
    z.strictObject({ kind: z.literal('context'), context: contextName, identity: z.uuid('expected the UID of the namespace kube-system').optional() }),
  ],
  'expected auto(), embedded(), minikube({...}), kind({...}) or context(...)',
);

const environmentSchema = z.strictObject({
  /** Where it runs. `auto`: a running Minikube, else an installed one, else the embedded cluster. @default auto */
  cluster: clusterSchema.default('auto'),
  /** Kubernetes namespace, made if it is absent. @default the app's name */
  namespace: dnsName.optional(),
  /** Registry prefix to push to, e.g. `registry.example/team`. @default none: images go to the cluster's own store */
  registry: registryPrefix.optional(),
  /** Name of a pull Secret that exists in the namespace. @default none */
  pullSecret: dnsName.optional(),
  /** Differences per workload, by its name; what is left out stays. @default none */
  workloads: byName(
    z.strictObject({
      /** Pods here. @default those of the workload */
      replicas: replicas.optional(),
      /** Requests and limits here. @default those of the workload */
      resources: resourcesSchema.optional(),
    }),
  ).default({}),
  /** Volume of the in-cluster database; counts when it is first made. @default the size of `database`, and the cluster's default class */
  storage: z.strictObject({ size: memory.optional(), className: dnsName.optional() }).optional(),
  /** Public address, which needs a Secret with its TLS certificate. @default none: the app is reached by a tunnel */
  ingress: z.strictObject({ host: hostName, tlsSecret: dnsName, className: dnsName.optional() }).optional(),
  /** Seconds until a rollout that does not finish is called failed, and undone. @default 180 */
  timeoutSeconds: seconds(10, 3600).default(180),
});

export const configSchema = z.strictObject({
  /** Name of app, chart and release: a DNS-1035 label, short enough for every object named after it. */
  app: dnsName,
  /** One sentence for the chart and the images. @default the app's name */
  description: plainText.optional(),
  /** Version of chart and app. @default 0.1.0 */
  version: semver.default('0.1.0'),
  /** Home page, for the chart. @default none */
  home: webUrl.optional(),
  /** Where the sources are, for the images' labels. @default none */
  source: webUrl.optional(),
  /** Who answers for the chart. @default the app's name */
  maintainers: z.array(z.strictObject({ name: plainText, email: z.email('expected an e-mail address') })).default([]),
  /** Name to workload; the name is the Nx project, the component label and the key in `values.yaml`. */
  workloads: byName(workloadSchema),
  /** The database, which `database: true` gives a service. @default none */
  database: databaseSchema.default({ provision: 'none' }),
  /** Name to environment; the first is the default one, each is an Nx configuration (`-c <name>`). */
  environments: byName(environmentSchema),
  /** The workload that people open. @default the only web app there is */
  entry: z.string('expected the name of a workload').optional(),
  /** `sequential` builds images one after the other, services first, else as listed; `parallel` all at once. @default sequential */
  imageBuilds: z.enum(['sequential', 'parallel'], "expected 'sequential' or 'parallel'").default('sequential'),
  /** Module with the app's own checks for `verify`. @default none */
  checks: workspacePath.optional(),
});

export type Config = z.input<typeof configSchema>;
export type ResolvedConfig = z.output<typeof configSchema>;
export type WorkloadConfig = z.output<typeof workloadSchema>;
export type EnvironmentConfig = z.output<typeof environmentSchema>;
export type ClusterConfig = z.input<typeof clusterSchema>;
type Options<S extends z.ZodType> = Omit<z.input<S>, 'kind'>;

/** A Node server, bundled to one file and run on a distroless Node. */
export const nodeService = (options: Options<typeof nodeServiceSchema>): z.input<typeof nodeServiceSchema> => ({ kind: 'node-service', ...options });

/** A built single-page app, served by nginx, which also proxies to services. */
export const webApp = (options: Options<typeof webAppSchema>): z.input<typeof webAppSchema> => ({ kind: 'web-app', ...options });

/** PostgreSQL: `in-cluster` beside the app, or `external`, by a `DATABASE_URL` that is given to `deploy`. */
export const postgres = <T extends Exclude<Config['database'], undefined>>(options: T): T => options;

/** A value that only the cluster's Secret may hold; `required: false` for one the app can do without. */
export const secret = (name: string, options: { readonly required?: boolean } = {}): Secret => ({ secret: name, ...options });
