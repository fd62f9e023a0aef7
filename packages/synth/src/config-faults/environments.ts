import { describeFound, faultAt, type Fault } from '../config-error';
import { at, textAt, type EnvironmentOutline, type Outline } from './outline';

/** Faults of environments: none, over unknown workloads, or two in one place. */
export function environmentFaults(outline: Outline): Fault[] {
  const { environments } = outline;
  if (environments.length === 0) return [{ path: 'environments', message: 'expected at least one environment', found: 'none' }];
  return [...environments.flatMap((environment) => ownFaults(environment, outline)), ...placeFaults(outline)];
}

function ownFaults(environment: EnvironmentOutline, outline: Outline): Fault[] {
  const path = `environments.${environment.name}`;
  return [
    ...environment.workloads.flatMap(([workload, changes]) => differenceFaults(`${path}.workloads.${workload}`, { workload, changes }, outline)),
    ...misplacedFaults(environment, outline).map((fault) => ({ ...fault, path: `${path}.${fault.path}` })),
  ];
}

/** Fields that mean something only beside others; paths are within the environment. */
function misplacedFaults({ hasStorage, hasRegistry, pushStandIns, trustsProxies }: EnvironmentOutline, outline: Outline): Fault[] {
  return [
    ...(hasStorage && outline.provision !== 'in-cluster' ? [faultAt('storage', "expected it only beside postgres({ provision: 'in-cluster' })", outline.provision)] : []),
    ...(pushStandIns === true && !hasRegistry ? [faultAt('pushStandIns', 'expected it only beside `registry`: without one, stand-ins are used anyway', pushStandIns)] : []),
    ...(trustsProxies && opensService(outline) ? [faultAt('ingress.trustedProxies', 'expected it only where people open a webApp, whose web server is told', outline.entry)] : []),
  ];
}

const opensService = ({ entry, workloads }: Outline): boolean => workloads.some(({ name, kind }) => name === entry && kind === 'node-service');

/** Fields that only some kinds of workload have. */
const ONLY_FOR = { replicas: (kind: unknown) => kind !== 'cron-job', schedule: (kind: unknown) => kind === 'cron-job' };

function differenceFaults(path: string, { workload, changes }: { readonly workload: string; readonly changes: unknown }, { workloads }: Outline): Fault[] {
  const known = workloads.find(({ name }) => name === workload);
  if (known === undefined) return [faultAt(path, `expected a workload: ${workloads.map(({ name }) => name).join(', ')}`, workload)];
  return Object.entries(ONLY_FOR)
    .filter(([field, fits]) => at(changes, field) !== undefined && !fits(known.kind))
    .map(([field]) => faultAt(`${path}.${field}`, `expected no ${field}, which ${describeFound(known.kind)} does not have`, at(changes, field)));
}

/** Two environments in one namespace of one cluster would overwrite each other's release. */
function placeFaults({ app, environments }: Outline): Fault[] {
  const first = new Map<string, string>();
  return environments.flatMap(({ name, cluster, namespace }): Fault[] => {
    const place = JSON.stringify([...clusterPlace(cluster), namespace ?? app ?? '']);
    const owner = first.get(place);
    if (owner === undefined) first.set(place, name);
    return owner === undefined ? [] : [faultAt(`environments.${name}`, `expected another cluster or namespace than environments.${owner}`, namespace ?? app)];
  });
}

/** What tells clusters apart, however they are written: `'auto'` is `auto()`, and a profile may be left out. */
function clusterPlace(cluster: unknown): readonly string[] {
  const kind = typeof cluster === 'string' ? cluster : textAt(cluster, 'kind');
  return [kind ?? '', textAt(cluster, 'context') ?? textAt(cluster, 'profile') ?? textAt(cluster, 'name') ?? kind ?? ''];
}
