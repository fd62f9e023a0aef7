import { z } from 'zod';
import { workloadSchema } from './config-kinds';
import {
  contextName, cronSchedule, databaseName, dnsName, hostName, imageReference, memory, network, plainText, registryPrefix, replicas, seconds, semver, webUrl, workspacePath,
} from './config-values';
import { byName, resourcesSchema } from './config-workload';

/**
 * What a user writes in `.projenrc.ts`. The types derive from the schemas below; every fault is reported
 * with its path before anything is written (`config-error.ts`).
 */

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
  /** Push images upon stand-ins, where the registry of a base does not answer? They are put together from the Debian packages of the machine that builds: for a network that reaches no other registry than its own. @default false: such a build is refused */
  pushStandIns: z.boolean().optional(),
  /** Differences per workload, by its name; what is left out stays. @default none */
  workloads: byName(
    z.strictObject({
      /** Pods here. @default those of the workload */
      replicas: replicas.optional(),
      /** When it starts here; for a cron job only. @default that of the workload */
      schedule: cronSchedule.optional(),
      /** Requests and limits here. @default those of the workload */
      resources: resourcesSchema.optional(),
      /** Values of its environment variables here; each is declared in the `env` of the workload. @default those of the workload */
      env: byName(plainText).optional(),
    }),
  ).default({}),
  /** Volume of the in-cluster database; counts when it is first made. @default the size of `database`, and the cluster's default class */
  storage: z
    .strictObject({
      /** Its size, e.g. `20Gi`. @default the size of `database` */
      size: memory.optional(),
      /** Storage class. @default the cluster's own */
      className: dnsName.optional(),
    })
    .optional(),
  /** Public address, which needs a Secret with its TLS certificate. @default none: the app is reached by a tunnel */
  ingress: z
    .strictObject({
      /** Host name, e.g. `todo.example.com`. */
      host: hostName,
      /** Secret of the namespace with its certificate: there is no ingress without TLS. */
      tlsSecret: dnsName,
      /** Ingress class. @default the cluster's own */
      className: dnsName.optional(),
      /** What its controller is told, e.g. the largest body it lets through, or its timeouts. @default none */
      annotations: byName(plainText).optional(),
      /** Networks that the controller asks from, e.g. `10.8.0.0/14`: its word on a client's address and scheme is taken. @default the private ones */
      trustedProxies: z.array(network).optional(),
    })
    .optional(),
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
export type EnvironmentConfig = z.output<typeof environmentSchema>;
export type ClusterConfig = z.input<typeof clusterSchema>;
/** PostgreSQL: `in-cluster` beside the app, or `external`, by a `DATABASE_URL` that is given to `deploy`. */
export const postgres = <T extends Exclude<Config['database'], undefined>>(options: T): T => options;
