import { describeFound, type Fault } from '../config-error';
import { at, type EnvironmentOutline, type Outline } from './outline';

/** Faults of environments: none, over unknown workloads, or two in one place. */
export function environmentFaults(outline: Outline): Fault[] {
  const { environments } = outline;
  if (environments.length === 0) return [{ path: 'environments', message: 'expected at least one environment', found: 'none' }];
  return [...environments.flatMap((environment) => ownFaults(environment, outline)), ...placeFaults(outline)];
}

function ownFaults(environment: EnvironmentOutline, outline: Outline): Fault[] {
  const { name, hasStorage } = environment;
  const differences = environment.workloads.flatMap(([workload, changes]) => differenceFaults(`environments.${name}.workloads.${workload}`, { workload, changes }, outline));
  if (!hasStorage || outline.provision === 'in-cluster') return differences;
  return [...differences, { path: `environments.${name}.storage`, message: "expected it only beside postgres({ provision: 'in-cluster' })", found: describeFound(outline.provision) }];
}

/** Fields that only some kinds of workload have. */
const ONLY_FOR = { replicas: (kind: unknown) => kind !== 'cron-job', schedule: (kind: unknown) => kind === 'cron-job' };

function differenceFaults(path: string, { workload, changes }: { readonly workload: string; readonly changes: unknown }, { workloads }: Outline): Fault[] {
  const known = workloads.find(({ name }) => name === workload);
  if (known === undefined) return [{ path, message: `expected a workload: ${workloads.map(({ name }) => name).join(', ')}`, found: describeFound(workload) }];
  return Object.entries(ONLY_FOR)
    .filter(([field, fits]) => at(changes, field) !== undefined && !fits(known.kind))
    .map(([field]) => ({ path: `${path}.${field}`, message: `expected no ${field}, which ${describeFound(known.kind)} does not have`, found: describeFound(at(changes, field)) }));
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
