import { z } from 'zod';
import {
  contextName, cpu, dnsName, envName, hostName, imageReference, memory, npmVersion, plainText, port, replicas, urlPath, workspacePath,
} from './config-values';

/**
 * What a user writes in `.projenrc.ts`. The types derive from the schemas below; every fault is reported
 * with its path before anything is written (`config-error.ts`).
 */

const secretSchema = z.strictObject({
  secret: envName,
  /** A deploy without a value is refused. @default true */
  required: z.boolean().default(true),
});
/** A value that only the cluster's Secret may hold. It fits nowhere else: not in `env`, values, build arguments or CI. */
export type Secret = z.input<typeof secretSchema>;

const resourceListSchema = z.strictObject({
  /** CPU as a Kubernetes quantity, e.g. `100m`. */
  cpu: cpu.optional(),
  /** Memory as a Kubernetes quantity, e.g. `128Mi`. */
  memory: memory.optional(),
  /** Scratch space that counts against the node, e.g. `64Mi`. */
  'ephemeral-storage': memory.optional(),
});
const resourcesSchema = z.strictObject({
  /** What the scheduler reserves. @default depends on the kind of workload */
  requests: resourceListSchema.optional(),
  /** Where the kernel stops it. @default depends on the kind of workload */
  limits: resourceListSchema.optional(),
});

const workloadShape = {
  /** Repository and readable tag, e.g. `todo-backend:v1`. Releases run an immutable content tag beside it. */
  image: imageReference,
  /** Folder with the sources, relative to the root. @default apps/<name> */
  root: workspacePath.optional(),
  /** Container port that serves HTTP, 1024 or higher: containers run without privileges. */
  port,
  /** Pods; more than one also gets a disruption budget. @default 1 */
  replicas: replicas.default(1),
  /** Plain environment variables. A secret does not fit here. @default none */
  env: z.record(envName, plainText).default({}),
  /** Requests and limits. @default small ones that suit the kind */
  resources: resourcesSchema.default({}),
  /** May pods open connections to public HTTPS addresses? @default false */
  publicEgress: z.boolean().default(false),
  /** Base image, used where a registry answers. @default a distroless Node or an unprivileged nginx */
  base: imageReference.optional(),
  /** Seconds that a pod keeps serving after it was told to stop, while proxies learn of it. @default 5 */
  drainSeconds: z.int('expected whole seconds from 0 to 300').min(0).max(300).default(5),
};

const nodeServiceSchema = z.strictObject({
  kind: z.literal('node-service'),
  ...workloadShape,
  /** What the bundle is started with, relative to the image's `/app`. @default server.mjs */
  entryFile: workspacePath.default('server.mjs'),
  /** Secrets it gets as environment variables. @default none */
  secrets: z.array(secretSchema).default([]),
  /** Does it connect to the database? It then gets the connection URL as `DATABASE_URL`. @default false */
  database: z.boolean().default(false),
  /** Port that serves Prometheus metrics at `/metrics`, apart from the public one. @default none */
  metricsPort: port.optional(),
  /** Cheap probe that never touches the database. @default /livez */
  livenessPath: urlPath.default('/livez'),
  /** Probe that says whether requests can be served now. @default /readyz */
  readinessPath: urlPath.default('/readyz'),
});

const webAppSchema = z.strictObject({
  kind: z.literal('web-app'),
  ...workloadShape,
  /** Path prefix to the name of the workload that answers it; one port-forward then serves all. @default none */
  proxy: z.record(urlPath, z.string()).default({}),
  /** Served by the web server itself. @default /healthz */
  readinessPath: urlPath.default('/healthz'),
});

const workloadSchema = z.discriminatedUnion('kind', [nodeServiceSchema, webAppSchema]);

const databaseSchema = z.discriminatedUnion('provision', [
  z.strictObject({ provision: z.literal('none') }),
  z.strictObject({ provision: z.literal('external') }),
  z.strictObject({
    provision: z.literal('in-cluster'),
    /** PostgreSQL image, used where a registry answers. @default docker.io/library/postgres:15-bookworm */
    image: imageReference.optional(),
    /** Size of its volume. @default 1Gi */
    storage: memory.default('1Gi'),
    /** Name of the database. @default the app's name with `_` for `-` */
    databaseName: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'expected a PostgreSQL name of a-z, 0-9 and _').optional(),
  }),
]);

const clusterSchema = z.union([
  z.literal('auto'),
  z.strictObject({ kind: z.literal('embedded') }),
  z.strictObject({ kind: z.literal('minikube'), profile: contextName.default('minikube') }),
  z.strictObject({ kind: z.literal('kind'), name: contextName.default('kind') }),
  z.strictObject({ kind: z.literal('context'), context: contextName, identity: z.uuid('expected the UID of the namespace kube-system').optional() }),
]);

const environmentSchema = z.strictObject({
  /** Where it runs. `auto`: a running Minikube, else an installed one, else the embedded cluster. @default auto */
  cluster: clusterSchema.default('auto'),
  /** Kubernetes namespace, made if it is absent. @default the app's name */
  namespace: dnsName.optional(),
  /** Registry prefix to push to, e.g. `registry.example/team`. @default none: images go to the cluster's own store */
  registry: z.string().regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/, 'expected a registry prefix such as registry.example/team').optional(),
  /** Name of a pull Secret that exists in the namespace. @default none */
  pullSecret: dnsName.optional(),
  /** Differences per workload. @default none */
  workloads: z.record(z.string(), z.strictObject({ replicas: replicas.optional(), resources: resourcesSchema.optional() })).default({}),
  /** Size and class of the database's volume. @default those of `database`, and the cluster's default class */
  storage: z.strictObject({ size: memory.optional(), className: dnsName.optional() }).optional(),
  /** Public address; needs TLS. @default none: the app is reached by a tunnel */
  ingress: z.strictObject({ host: hostName, tlsSecret: dnsName, className: dnsName.optional() }).optional(),
  /** Seconds until a rollout that does not finish is called failed. @default 180 */
  timeoutSeconds: z.int('expected whole seconds from 10 to 3600').min(10).max(3600).default(180),
});

export const configSchema = z.strictObject({
  /** Name of app, chart and release: a DNS-1035 label, short enough for every object named after it. */
  app: dnsName,
  /** One sentence for the chart and the images. @default the app's name */
  description: plainText.optional(),
  /** Version of chart and app. @default 0.1.0 */
  version: npmVersion.default('0.1.0'),
  /** Home page. @default none */
  home: z.url('expected a URL').optional(),
  /** Who answers for the chart. @default the app's name */
  maintainers: z.array(z.strictObject({ name: plainText, email: z.email('expected an e-mail address') })).default([]),
  /** Name to workload; the name is the Nx project, the component label and the key in `values.yaml`. */
  workloads: z.record(dnsName, workloadSchema),
  /** The database. @default none */
  database: databaseSchema.default({ provision: 'none' }),
  /** Name to environment; the first is the default one, each is an Nx configuration. */
  environments: z.record(dnsName, environmentSchema),
  /** The web app that people open. @default the only one there is */
  entry: z.string().optional(),
  /** `sequential` builds images one after the other, as listed; `parallel` all at once. @default sequential */
  imageBuilds: z.enum(['sequential', 'parallel']).default('sequential'),
  /** Module with the app's own checks for `verify`. @default none */
  checks: workspacePath.optional(),
});

export type Config = z.input<typeof configSchema>;
export type ResolvedConfig = z.output<typeof configSchema>;
export type WorkloadConfig = z.output<typeof workloadSchema>;
export type EnvironmentConfig = z.output<typeof environmentSchema>;
type Options<S extends z.ZodType> = Omit<z.input<S>, 'kind'>;

/** A Node server, bundled to one file and run on a distroless Node. */
export const nodeService = (options: Options<typeof nodeServiceSchema>): z.input<typeof nodeServiceSchema> => ({ kind: 'node-service', ...options });

/** A built single-page app, served by nginx, which also proxies to services. */
export const webApp = (options: Options<typeof webAppSchema>): z.input<typeof webAppSchema> => ({ kind: 'web-app', ...options });

/** PostgreSQL: `in-cluster` beside the app, or `external` by `DATABASE_URL`. */
export const postgres = <T extends Exclude<Config['database'], undefined>>(options: T): T => options;

/** A value that only the cluster's Secret may hold; `required: false` for one the app can do without. */
export const secret = (name: string, options: { readonly required?: boolean } = {}): Secret => ({ secret: name, ...options });

/** A kubeconfig context, named explicitly; `identity` pins the cluster behind it (UID of `kube-system`). */
export const context = (name: string, options: { readonly identity?: string } = {}): { kind: 'context'; context: string; identity?: string } => ({ kind: 'context', context: name, ...options });
