import type { ResolvedConfig } from '../config';
import type { WorkloadConfig, WorkloadKind } from '../config-kinds';
import { tryQuantity } from '../quantity';
import type { BackgroundWorkload, ScheduledWorkload, Server, Workload } from './model';
import { nginxPod, nodePod, server } from './workload-parts';

type Of<K extends WorkloadKind> = Extract<WorkloadConfig, { kind: K }>;
type Resolver<K extends WorkloadKind> = (name: string, workload: Of<K>, callers: readonly string[]) => Workload;

/** What may pass until a worker has put its work down. */
const PUT_DOWN_SECONDS = 30;

const RESOLVERS: { readonly [K in WorkloadKind]: Resolver<K> } = {
  'node-service': nodeService,
  'web-app': webApp,
  worker,
  'cron-job': cronJob,
};

/** Computes everything that follows from one entry of `workloads`, and from who calls it. */
export function resolveWorkload(name: string, workload: WorkloadConfig, callers: readonly string[]): Workload {
  // Each resolver takes the kind it stands under, which a compiler cannot know of a key that it sees as a union.
  return (RESOLVERS[workload.kind] as Resolver<WorkloadKind>)(name, workload, callers);
}

function nodeService(name: string, workload: Of<'node-service'>, callers: readonly string[]): Server {
  const { port, livenessPath, readinessPath } = workload;
  return {
    ...nodePod(name, workload, { port }),
    ...server(workload, { liveness: livenessPath, readiness: readinessPath }),
    callers,
    proxy: [],
    maxBodyBytes: 0,
  };
}

function webApp(name: string, workload: Of<'web-app'>): Server {
  const { readinessPath, proxy, maxBodySize } = workload;
  return {
    ...nginxPod(name, workload),
    ...server(workload, { liveness: readinessPath, readiness: readinessPath }),
    callers: [],
    proxy: Object.entries(proxy).map(([path, target]) => ({ path, workload: target })),
    maxBodyBytes: tryQuantity(maxBodySize) ?? 0,
  };
}

function worker(name: string, workload: Of<'worker'>): BackgroundWorkload {
  const { replicas, heartbeatSeconds = 0 } = workload;
  return { ...nodePod(name, workload), runs: 'background', replicas, heartbeatSeconds, terminationGracePeriodSeconds: PUT_DOWN_SECONDS };
}

function cronJob(name: string, workload: Of<'cron-job'>): ScheduledWorkload {
  const { schedule, timeZone, concurrency, retries, timeoutSeconds } = workload;
  return { ...nodePod(name, workload), runs: 'scheduled', schedule, timeZone, concurrency, retries, timeoutSeconds, terminationGracePeriodSeconds: PUT_DOWN_SECONDS };
}

/** Who proxies to whom: service to the workloads that call it. */
export function callersByService({ workloads }: ResolvedConfig): ReadonlyMap<string, readonly string[]> {
  const callers = new Map<string, string[]>();
  for (const [caller, workload] of Object.entries(workloads)) {
    const targets = workload.kind === 'web-app' ? new Set(Object.values(workload.proxy)) : [];
    for (const target of targets) callers.set(target, [...(callers.get(target) ?? []), caller]);
  }
  return callers;
}
