import type { WorkloadConfig } from '../config-kinds';
import { DATABASE_SECRET } from './database';
import { baseImage, parseImage } from './image';
import type { HttpProbe, Probes, Server, Variable, WorkloadBase } from './model';
import { resolveResources } from './resources';

/** What the kinds of `workload.ts` are put together from. */

const SERVICE_PORT = 80;
/** What may pass between the end of draining and the end of the last answer. */
const SHUTDOWN_SECONDS = 25;

type ServerConfig = Extract<WorkloadConfig, { port: number }>;
type NodeConfig = Extract<WorkloadConfig, { entryFile: string }>;
/** Everything but how long it may take to end, which depends on what it does. */
type Pod = Omit<WorkloadBase, 'terminationGracePeriodSeconds'>;

/** What runs one bundled file on Node; with a port where it is a server. */
export function nodePod(name: string, workload: NodeConfig, { port }: { readonly port?: number } = {}): Pod {
  const metricsPort = 'metricsPort' in workload ? (workload.metricsPort ?? 0) : 0;
  return {
    ...common(name, workload),
    dockerfile: 'node',
    base: baseImage('node', workload.base),
    copies: [{ from: workload.output, to: '/app' }],
    command: [`/app/${workload.entryFile}`],
    ownEnv: variables({ NODE_ENV: 'production', PORT: port, METRICS_PORT: metricsPort || undefined }),
    secrets: [...new Set([...(workload.database ? [DATABASE_SECRET] : []), ...workload.secrets.map(({ secret }) => secret)])],
    usesDatabase: workload.database,
    metricsPort,
  };
}

/** Built files, served by nginx; the chart has its configuration. */
export function nginxPod(name: string, workload: WorkloadConfig): Pod {
  return {
    ...common(name, workload),
    dockerfile: 'nginx',
    base: baseImage('nginx', workload.base),
    copies: [{ from: workload.output, to: '/usr/share/nginx/html' }],
    command: [],
    ownEnv: [],
    secrets: [],
    usesDatabase: false,
    metricsPort: 0,
  };
}

function common(name: string, workload: WorkloadConfig) {
  return {
    name,
    kind: workload.kind,
    project: name,
    root: workload.root ?? `apps/${name}`,
    output: workload.output,
    image: parseImage(workload.image),
    resources: resolveResources(workload.kind, workload.resources),
    env: Object.entries(workload.env).map(([variable, value]) => ({ name: variable, value: value ?? '', optional: value === null })),
    publicEgress: workload.publicEgress,
  };
}

export function server({ port, replicas, drainSeconds }: ServerConfig, paths: ProbePaths): Omit<Server, keyof Pod | 'callers' | 'proxy' | 'maxBodyBytes'> {
  return {
    runs: 'server',
    port,
    servicePort: SERVICE_PORT,
    replicas,
    probes: probes(paths),
    drainSeconds,
    terminationGracePeriodSeconds: drainSeconds + SHUTDOWN_SECONDS,
  };
}

function variables(values: Readonly<Record<string, string | number | undefined>>): Variable[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: `${value}` }]));
}

interface ProbePaths {
  readonly liveness: string;
  readonly readiness: string;
}

function probes({ liveness, readiness }: ProbePaths): Probes {
  const probe = (path: string, override: Partial<HttpProbe>): HttpProbe => ({ path, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3, ...override });
  return {
    // Once a second for a minute: a new pod counts as started as soon as it is.
    startup: probe(liveness, { periodSeconds: 1, failureThreshold: 60 }),
    liveness: probe(liveness, {}),
    readiness: probe(readiness, { periodSeconds: 2, failureThreshold: 2 }),
  };
}
