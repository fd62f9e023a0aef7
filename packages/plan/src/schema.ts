import { z } from 'zod';

/**
 * The plan is the only thing that synthesis and run time share: plain data that synthesis writes
 * (`<chart>/plan.json`, committed) and every `fairlead <verb>` reads. Paths are relative to the
 * workspace root and use `/`.
 */

const imageSchema = z.object({
  /** Repository without a tag, e.g. `todo-backend`; a registry environment puts its prefix in front. */
  repository: z.string(),
  /** The readable tag, e.g. `v1`. The release runs the content tag instead, which is never reused. */
  tag: z.string(),
});

const baseSchema = z.object({
  /** Build argument that names the base image in the Dockerfile, e.g. `NODE_BASE`. */
  arg: z.string(),
  /** The real base image, used where a registry answers. */
  reference: z.string(),
  /** Which stand-in replaces it where none does. */
  standIn: z.enum(['node', 'nginx', 'postgres']),
});

const workloadSchema = z.object({
  /** Key in the config, Kubernetes component label and value key, e.g. `backend`. */
  name: z.string(),
  kind: z.enum(['node-service', 'web-app', 'worker', 'cron-job']),
  /** Nx project that builds it. */
  project: z.string(),
  /** Folder of the sources and the build context, e.g. `apps/backend`. */
  root: z.string(),
  /** Generated Dockerfile, e.g. `apps/backend/Dockerfile`. */
  dockerfile: z.string(),
  /** What the Dockerfile copies, relative to `root`; together with the Dockerfile the whole build input. */
  contextPaths: z.array(z.string()),
  image: imageSchema,
  base: baseSchema,
  /** Container port that serves HTTP; 0 where nobody connects to it. */
  port: z.int(),
  /** Path of the readiness probe; empty where there is no port. */
  readinessPath: z.string(),
  /** Names of the secrets it gets as environment variables. */
  secrets: z.array(z.string()),
  /** Path prefix to the workload that answers it; empty for a service. */
  proxy: z.array(z.object({ path: z.string(), workload: z.string() })),
  /** Present for what runs by the clock and not all the time; it has no pods to wait for. */
  schedule: z.string().optional(),
});

const databaseSchema = z.discriminatedUnion('provision', [
  z.object({ provision: z.literal('none') }),
  z.object({ provision: z.literal('external'), secret: z.string() }),
  z.object({
    provision: z.literal('in-cluster'),
    /** Secret that receives the computed connection URL, e.g. `DATABASE_URL`. */
    secret: z.string(),
    image: imageSchema,
    base: baseSchema,
    databaseName: z.string(),
    user: z.string(),
    port: z.int(),
  }),
]);

const secretSchema = z.object({
  /** Environment variable and key in the Secret, e.g. `GEMINI_API_KEY`. */
  name: z.string(),
  /** A deploy without a value is refused. */
  required: z.boolean(),
  /** `database`: computed from the in-cluster database; `user`: given by environment or `.secrets/<environment>.env`. */
  source: z.enum(['database', 'user']),
  /** What the value must look like; `postgres-url` is checked before anything is built. */
  format: z.enum(['text', 'postgres-url']),
});

const clusterSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('auto') }),
  z.object({ kind: z.literal('embedded') }),
  z.object({ kind: z.literal('minikube'), profile: z.string() }),
  z.object({ kind: z.literal('kind'), name: z.string() }),
  z.object({ kind: z.literal('context'), context: z.string(), identity: z.string().optional() }),
]);

const environmentSchema = z.object({
  name: z.string(),
  cluster: clusterSchema,
  namespace: z.string(),
  release: z.string(),
  /** Registry prefix that images are pushed to, e.g. `registry.example/team`; absent: the cluster's own store. */
  registry: z
    .object({
      prefix: z.string(),
      pullSecret: z.string().optional(),
      /** May images that are pushed be built upon stand-ins? Absent: no. */
      standIns: z.boolean().optional(),
    })
    .optional(),
  /** Helm values of this environment that differ from `values.yaml`. Never a secret. */
  values: z.record(z.string(), z.unknown()),
  /** Seconds until a rollout that does not finish is called failed. */
  timeoutSeconds: z.int(),
});

export const planSchema = z.object({
  version: z.literal(1),
  app: z.string(),
  chart: z.object({ name: z.string(), path: z.string(), version: z.string() }),
  /** Module with the app's own checks, run by `verify`; default export of type `Check[]`. */
  checks: z.string().optional(),
  /** The workload that people open, and that `verify` and `open` tunnel to. */
  entry: z.string(),
  imageBuilds: z.enum(['sequential', 'parallel']),
  /** In build order. */
  workloads: z.array(workloadSchema),
  database: databaseSchema,
  secrets: z.array(secretSchema),
  environments: z.array(environmentSchema),
});

export type Plan = z.infer<typeof planSchema>;
export type WorkloadPlan = z.infer<typeof workloadSchema>;
export type ImagePlan = z.infer<typeof imageSchema>;
export type DatabasePlan = z.infer<typeof databaseSchema>;
export type SecretPlan = z.infer<typeof secretSchema>;
export type ClusterPlan = z.infer<typeof clusterSchema>;
export type EnvironmentPlan = z.infer<typeof environmentSchema>;
