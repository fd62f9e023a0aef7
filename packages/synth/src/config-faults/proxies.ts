import { faultAt, type Fault } from '../config-error';
import { duplicates } from './duplicates';
import type { Outline, WorkloadOutline } from './outline';


/** Faults of proxies: to nobody, twice, or over what the web server answers itself. */
export function proxyFaults({ workloads }: Outline): Fault[] {
  const services = workloads.filter(({ kind }) => kind === 'node-service').map(({ name }) => name);
  return workloads.flatMap((workload) => [...targetFaults(workload, services), ...pathFaults(workload)]);
}

function targetFaults({ name, proxy }: WorkloadOutline, services: readonly string[]): Fault[] {
  return proxy
    .filter(([, target]) => typeof target === 'string' && !services.includes(target))
    .map(([path, target]) => faultAt(`workloads.${name}.proxy.${path}`, `expected a service: ${services.join(', ') || 'none is configured'}`, target));
}

/** Without slashes at its end, which mean nothing to people. */
function bare(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

function pathFaults({ name, proxy, readinessPath }: WorkloadOutline): Fault[] {
  const own = proxy
    .filter(([path]) => bare(path) === '' || bare(path) === readinessPath)
    .map(([path]) => faultAt(`workloads.${name}.proxy.${path}`, `expected a path below / that the page does not answer itself, as it does / and ${String(readinessPath)}`, path));
  return [...own, ...duplicates(proxy.map(([path]) => ({ path: `workloads.${name}.proxy.${path}`, value: bare(path) })), 'a path')];
}
