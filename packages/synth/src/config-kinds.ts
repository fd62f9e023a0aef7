import { z } from 'zod';
import { bodySize, cronSchedule, seconds, timeZone, urlPath, wholeNumber } from './config-values';
import { byName, lastingShape, metricsShape, nodeShape, podShape, serverShape } from './config-workload';

/**
 * The kinds of workload: what a user may say of each. A kind is resolved in `model/workload.ts`, and its image is made
 * by a template of `render/docker/templates`; nothing else knows kinds by name.
 */

const nodeServiceSchema = z.strictObject({
  kind: z.literal('node-service'),
  ...podShape,
  ...lastingShape,
  ...serverShape,
  ...nodeShape,
  ...metricsShape,
  /** Cheap probe that never touches the database: pods that fail it are restarted. @default /livez */
  livenessPath: urlPath.default('/livez'),
  /** Probe that says whether requests can be served now: pods that fail it get none. @default /readyz */
  readinessPath: urlPath.default('/readyz'),
});

const webAppSchema = z.strictObject({
  kind: z.literal('web-app'),
  ...podShape,
  ...lastingShape,
  ...serverShape,
  /** Path prefix to the name of the service that answers it; the page and its API then share one address. @default none */
  proxy: byName(z.string('expected the name of a service')).default({}),
  /** Largest body of a request that is passed on, e.g. `2Mi`; what is larger is refused with status 413. As large as what its services take. @default 1Mi */
  maxBodySize: bodySize.default('1Mi'),
  /** Path that the web server answers itself, for probes. @default /healthz */
  readinessPath: urlPath.default('/healthz'),
});

const workerSchema = z.strictObject({
  kind: z.literal('worker'),
  ...podShape,
  ...lastingShape,
  ...nodeShape,
  ...metricsShape,
  /** It touches `/tmp/heartbeat` at least this often, in seconds; a pod that stops doing so is restarted. @default none: only its end restarts it */
  heartbeatSeconds: seconds(5, 3600).optional(),
});

const cronJobSchema = z.strictObject({
  kind: z.literal('cron-job'),
  ...podShape,
  ...nodeShape,
  /** When it starts: five fields of cron (`0 3 * * 1-5`), or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. */
  schedule: cronSchedule,
  /** Time zone that the schedule is meant in. @default Etc/UTC */
  timeZone: timeZone.default('Etc/UTC'),
  /** What happens to a start while the last run goes on: `Forbid` skips it, `Replace` ends the old run, `Allow` runs both. @default Forbid */
  concurrency: z.enum(['Forbid', 'Replace', 'Allow'], "expected 'Forbid', 'Replace' or 'Allow'").default('Forbid'),
  /** How often a run that failed is tried again. @default 2 */
  retries: wholeNumber(0, 20).default(2),
  /** Seconds after which a run is ended, all its tries together. @default 3600 */
  timeoutSeconds: seconds(1, 604800).default(3600),
});

const EXPECTED = 'expected nodeService({...}), webApp({...}), worker({...}) or cronJob({...})';
export const workloadSchema = z.discriminatedUnion('kind', [nodeServiceSchema, webAppSchema, workerSchema, cronJobSchema], EXPECTED);

export type WorkloadConfig = z.output<typeof workloadSchema>;
export type WorkloadKind = WorkloadConfig['kind'];
type Options<S extends z.ZodType> = Omit<z.input<S>, 'kind'>;

/** A Node server, bundled to one file and run on a distroless Node. */
export const nodeService = (options: Options<typeof nodeServiceSchema>): z.input<typeof nodeServiceSchema> => ({ kind: 'node-service', ...options });

/** A built single-page app, served by nginx, which also proxies to services. */
export const webApp = (options: Options<typeof webAppSchema>): z.input<typeof webAppSchema> => ({ kind: 'web-app', ...options });

/** A Node process that nobody connects to: it takes its work from a queue, the database or elsewhere. */
export const worker = (options: Options<typeof workerSchema>): z.input<typeof workerSchema> => ({ kind: 'worker', ...options });

/** A Node process that starts by the clock and ends by itself. */
export const cronJob = (options: Options<typeof cronJobSchema>): z.input<typeof cronJobSchema> => ({ kind: 'cron-job', ...options });
