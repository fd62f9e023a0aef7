import { z } from 'zod';
import { baseReference, cpu, envName, imageReference, memory, plainText, port, replicas, seconds, workspacePath } from './config-values';

/** What the kinds of workload in `config-kinds.ts` are made of. */

// Names are checked in `config-faults/names.ts`: here, a bad name would hide what is wrong with its value.
export const byName = <S extends z.ZodType>(value: S) => z.record(z.string(), value, 'expected an object, by name');

const secretSchema = z.strictObject({
  /** The environment variable it becomes, and its key in the cluster's Secret. */
  secret: envName,
  /** A deploy without a value is refused; with `false` the container starts without the variable. @default true */
  required: z.boolean().default(true),
});
/** A value that only the cluster's Secret may hold. It fits nowhere else: not in `env`, values, build arguments or CI. */
export type Secret = z.input<typeof secretSchema>;

/** A value that only the cluster's Secret may hold; `required: false` for one the app can do without. */
export const secret = (name: string, options: { readonly required?: boolean } = {}): Secret => ({ secret: name, ...options });

const resourceListSchema = z.strictObject({
  /** CPU, e.g. `100m` for a tenth of a core. @default depends on the kind of workload */
  cpu: cpu.optional(),
  /** Memory, e.g. `128Mi`. @default depends on the kind of workload */
  memory: memory.optional(),
  /** Scratch space that counts against the node, e.g. `64Mi`. @default depends on the kind of workload */
  'ephemeral-storage': memory.optional(),
});
export const resourcesSchema = z.strictObject({
  /** What the scheduler reserves; a node without as much free does not get the pod. @default small ones that suit the kind */
  requests: resourceListSchema.optional(),
  /** Where it ends: CPU is throttled, too much memory kills the container. @default small ones that suit the kind */
  limits: resourceListSchema.optional(),
});

/** Every workload. */
export const podShape = {
  /** Repository and readable tag, e.g. `todo-backend:v1`. Releases run an immutable content tag beside it. */
  image: imageReference,
  /** Folder with the sources, relative to the root; Dockerfile, .dockerignore and project.json are written there. @default apps/<name> */
  root: workspacePath.optional(),
  /** Folder below `root` that its Nx target `build` fills; the image holds this and nothing else. @default dist */
  output: workspacePath.default('dist'),
  /** Plain environment variables, readable by all who may read the chart; `null` for one that only environments give a value, and that is absent elsewhere. A secret does not fit here. @default none */
  env: byName(plainText.nullable()).default({}),
  /** Requests and limits; what is left out keeps its default. @default small ones that suit the kind */
  resources: resourcesSchema.default({}),
  /** May pods open connections to public HTTPS addresses? The network policy closes everything else. @default false */
  publicEgress: z.boolean().default(false),
  /** Base image, used where a registry answers, with the digest that it names or that `bases.lock.json` has; it must have the user, paths and entry point of the default. @default a distroless Node or an unprivileged nginx */
  base: baseReference.optional(),
};

/** Workloads that run until they are told to stop. */
export const lastingShape = {
  /** Pods; more than one also gets a disruption budget. @default 1 */
  replicas: replicas.default(1),
};

/** Workloads that answer HTTP. */
export const serverShape = {
  /** Container port that serves HTTP, 1024 or higher: containers run without privileges. */
  port,
  /** Seconds that a pod keeps serving after it was told to stop, while proxies learn of it. @default 5 */
  drainSeconds: seconds(0, 300).default(5),
};

/** Workloads that run Node. */
export const nodeShape = {
  /** What Node is started with, relative to `output`. @default server.mjs */
  entryFile: workspacePath.default('server.mjs'),
  /** Secrets it gets as environment variables. @default none */
  secrets: z.array(secretSchema).default([]),
  /** Does it connect to the database? It then gets the connection URL as `DATABASE_URL`, and the way there is opened. @default false */
  database: z.boolean().default(false),
};

/** Workloads whose metrics are read from them. */
export const metricsShape = {
  /** Port that serves Prometheus metrics at `/metrics`, apart from the public one. @default none */
  metricsPort: port.optional(),
};
