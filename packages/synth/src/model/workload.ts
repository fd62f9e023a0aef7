import type { ResolvedConfig, WorkloadConfig } from '../config';
import { DATABASE_SECRET } from './database';
import { baseImage, parseImage } from './image';
import type { HttpProbe, Probes, Workload } from './model';
import { resolveResources } from './resources';

type Of<K extends WorkloadConfig['kind']> = Extract<WorkloadConfig, { kind: K }>;

const SERVICE_PORT = 80;
/** What may pass between the end of draining and the end of the last answer. */
const SHUTDOWN_SECONDS = 25;

/** Computes everything that follows from one entry of `workloads`. */
export function resolveWorkload(name: string, workload: WorkloadConfig, config: ResolvedConfig): Workload {
  return workload.kind === 'node-service' ? nodeService(name, workload, config) : webApp(name, workload);
}

function nodeService(name: string, workload: Of<'node-service'>, config: ResolvedConfig): Workload {
  return {
    ...common(name, workload),
    kind: 'node-service',
    base: baseImage('node', workload.base),
    copies: [{ from: workload.output, to: '/app' }],
    command: [`/app/${workload.entryFile}`],
    metricsPort: workload.metricsPort ?? 0,
    probes: probes(workload.livenessPath, workload.readinessPath),
    secrets: [...new Set([...(workload.database ? [DATABASE_SECRET] : []), ...workload.secrets.map(({ secret }) => secret)])],
    callers: callersOf(name, config),
    usesDatabase: workload.database,
  };
}

function webApp(name: string, workload: Of<'web-app'>): Workload {
  return {
    ...common(name, workload),
    kind: 'web-app',
    base: baseImage('nginx', workload.base),
    copies: [{ from: workload.output, to: '/usr/share/nginx/html' }],
    command: [],
    metricsPort: 0,
    probes: probes(workload.readinessPath, workload.readinessPath),
    secrets: [],
    callers: [],
    usesDatabase: false,
    proxy: Object.entries(workload.proxy).map(([path, target]) => ({ path, workload: target })),
  };
}

function common(name: string, workload: WorkloadConfig) {
  return {
    name,
    project: name,
    root: workload.root ?? `apps/${name}`,
    output: workload.output,
    image: parseImage(workload.image),
    port: workload.port,
    servicePort: SERVICE_PORT,
    replicas: workload.replicas,
    resources: resolveResources(workload.kind, workload.resources),
    env: Object.entries(workload.env).map(([variable, value]) => ({ name: variable, value })),
    publicEgress: workload.publicEgress,
    terminationGracePeriodSeconds: workload.drainSeconds + SHUTDOWN_SECONDS,
    drainSeconds: workload.drainSeconds,
  };
}

function callersOf(name: string, { workloads }: ResolvedConfig): string[] {
  return Object.entries(workloads)
    .filter(([, other]) => other.kind === 'web-app' && Object.values(other.proxy).includes(name))
    .map(([caller]) => caller);
}

function probes(liveness: string, readiness: string): Probes {
  const probe = (path: string, override: Partial<HttpProbe>): HttpProbe => ({ path, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3, ...override });
  return {
    // Once a second for a minute: a new pod counts as started as soon as it is.
    startup: probe(liveness, { periodSeconds: 1, failureThreshold: 60 }),
    liveness: probe(liveness, {}),
    readiness: probe(readiness, { periodSeconds: 2, failureThreshold: 2 }),
  };
}
