import { describeFound, type Fault } from '../config-error';
import type { EnvironmentOutline, Outline } from './outline';

/** Faults of environments: none, over unknown workloads, or two in one place. */
export function environmentFaults(outline: Outline): Fault[] {
  const { environments } = outline;
  if (environments.length === 0) return [{ path: 'environments', message: 'expected at least one environment', found: 'none' }];
  return [...environments.flatMap((environment) => ownFaults(environment, outline)), ...placeFaults(outline)];
}

function ownFaults({ name, workloads, hasStorage }: EnvironmentOutline, outline: Outline): Fault[] {
  const known = outline.workloads.map((workload) => workload.name);
  const unknown = workloads
    .filter(([workload]) => !known.includes(workload))
    .map(([workload]) => ({ path: `environments.${name}.workloads.${workload}`, message: `expected a workload: ${known.join(', ')}`, found: describeFound(workload) }));
  if (!hasStorage || outline.provision === 'in-cluster') return unknown;
  return [...unknown, { path: `environments.${name}.storage`, message: "expected it only beside postgres({ provision: 'in-cluster' })", found: describeFound(outline.provision) }];
}

/** Two environments in one namespace of one cluster would overwrite each other's release. */
function placeFaults({ app, environments }: Outline): Fault[] {
  const first = new Map<string, string>();
  return environments.flatMap(({ name, cluster, namespace }): Fault[] => {
    const place = JSON.stringify([cluster, namespace ?? app]);
    const owner = first.get(place);
    if (owner === undefined) first.set(place, name);
    return owner === undefined ? [] : [{ path: `environments.${name}`, message: `expected another cluster or namespace than environments.${owner}`, found: describeFound(namespace ?? app) }];
  });
}
