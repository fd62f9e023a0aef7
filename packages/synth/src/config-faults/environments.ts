import { describeFound, type Fault } from '../config-error';
import { at, entriesOf, type Entries, type EnvironmentOutline, type Outline, type WorkloadOutline } from './outline';

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

/** Fields that mean something only beside others. */
function misplacedFaults({ hasStorage, hasRegistry, pushStandIns, trustsProxies }: EnvironmentOutline, outline: Outline): Fault[] {
  const faults: readonly (Fault & { readonly when: boolean })[] = [
    { when: hasStorage && outline.provision !== 'in-cluster', path: 'storage', message: "expected it only beside postgres({ provision: 'in-cluster' })", found: describeFound(outline.provision) },
    { when: pushStandIns === true && !hasRegistry, path: 'pushStandIns', message: 'expected it only beside `registry`: without one, stand-ins are used anyway', found: describeFound(pushStandIns) },
    { when: trustsProxies && opensService(outline), path: 'ingress.trustedProxies', message: 'expected it only where people open a webApp, whose web server is told', found: 'a nodeService' },
  ];
  return faults.filter(({ when }) => when).map(({ path, message, found }) => ({ path, message, found }));
}

const opensService = ({ entry, workloads }: Outline): boolean => workloads.some(({ name, kind }) => name === entry && kind === 'node-service');

/** Fields that only some kinds of workload have. */
const ONLY_FOR = { replicas: (kind: unknown) => kind !== 'cron-job', schedule: (kind: unknown) => kind === 'cron-job' };

function differenceFaults(path: string, { workload, changes }: { readonly workload: string; readonly changes: unknown }, { workloads }: Outline): Fault[] {
  const known = workloads.find(({ name }) => name === workload);
  if (known === undefined) return [{ path, message: `expected a workload: ${workloads.map(({ name }) => name).join(', ')}`, found: describeFound(workload) }];
  const misplaced = Object.entries(ONLY_FOR)
    .filter(([field, fits]) => at(changes, field) !== undefined && !fits(known.kind))
    .map(([field]) => ({ path: `${path}.${field}`, message: `expected no ${field}, which ${describeFound(known.kind)} does not have`, found: describeFound(at(changes, field)) }));
  return [...misplaced, ...undeclaredFaults(`${path}.env`, entriesOf(at(changes, 'env')), known)];
}

/** Every variable is declared in one place, so that a misspelt one is noticed, and all can be set by plain Helm, too. */
function undeclaredFaults(path: string, env: Entries, { name, env: declared, secrets }: WorkloadOutline): Fault[] {
  const names = declared.map(([variable]) => variable);
  const hint = (variable: string): string =>
    secrets.includes(variable)
      ? 'expected no secret; its value is given to `deploy`'
      : `expected a variable of workloads.${name}.env: ${names.join(', ') || 'there is none'} (declare it there, as null if only environments give it a value)`;
  return env.filter(([variable]) => !names.includes(variable)).map(([variable]) => ({ path: `${path}.${variable}`, message: hint(variable), found: describeFound(variable) }));
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
