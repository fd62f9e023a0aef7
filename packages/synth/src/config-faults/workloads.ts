import { describeFound, type Fault } from '../config-error';
import { HIDDEN_FILES, isIgnored } from '../ignored-files';
import type { Outline, WorkloadOutline } from './outline';

/** Faults of workloads that are fine alone but not together, or not in themselves. */
export function workloadFaults(outline: Outline): Fault[] {
  return [
    ...clashes(outline),
    ...outline.workloads.flatMap((workload) => [...portFaults(workload), ...environmentFaults(workload), ...imageFaults(workload), ...databaseFaults(workload, outline)]),
    ...entryFaults(outline),
  ];
}

function clashes(outline: Outline): Fault[] {
  const { workloads } = outline;
  return [
    ...imageClashes(outline),
    ...duplicates(workloads.map(({ name, root }) => ({ path: `workloads.${name}.root`, value: root.toLowerCase() })), 'a folder'),
    ...nestedFaults(outline),
  ];
}

/** A registry's prefix takes the place of everything before the last part, which then is all that tells two images apart. */
function imageClashes({ workloads, environments }: Outline): Fault[] {
  const images = workloads.flatMap(({ name, image }) => (image === undefined ? [] : [{ path: `workloads.${name}.image`, repository: image.replace(/:[^:/]*$/, '') }]));
  const same = duplicates(images.map(({ path, repository }) => ({ path, value: repository })), 'an image repository');
  const pushed = environments.find(({ hasRegistry }) => hasRegistry);
  if (pushed === undefined) return same;
  const known = new Set(same.map(({ path }) => path));
  const names = images.filter(({ path }) => !known.has(path)).map(({ path, repository }) => ({ path, value: repository.slice(repository.lastIndexOf('/') + 1) }));
  return [...same, ...duplicates(names, `a last part (all of it that goes to the registry of environments.${pushed.name})`)];
}

/** Helm would take what lies in the chart's folder for part of the chart, and an image what lies in that of another. */
function nestedFaults({ app, workloads }: Outline): Fault[] {
  const folders = [{ path: 'the chart', root: `charts/${app}` }, ...workloads.map(({ name, root, output }) => ({ path: `workloads.${name}.output`, root: `${root}/${output}` }))];
  return workloads.flatMap(({ name, root }) => {
    const outer = folders.find((folder) => `${root}/`.toLowerCase().startsWith(`${folder.root}/`.toLowerCase()));
    return outer === undefined ? [] : [{ path: `workloads.${name}.root`, message: `expected a folder of its own; this one lies in ${outer.path}`, found: describeFound(root) }];
  });
}

/** Every item whose value an earlier one has. */
export function duplicates(items: readonly { readonly path: string; readonly value: string }[], what: string): Fault[] {
  const first = new Map<string, string>();
  return items.flatMap(({ path, value }) => {
    const owner = first.get(value);
    if (owner === undefined) first.set(value, path);
    return owner === undefined ? [] : [{ path, message: `expected ${what} of its own; ${owner} has it`, found: describeFound(value) }];
  });
}

function portFaults({ name, port, metricsPort }: WorkloadOutline): Fault[] {
  if (metricsPort === undefined || metricsPort !== port) return [];
  return [{ path: `workloads.${name}.metricsPort`, message: 'expected another port than `port`', found: describeFound(metricsPort) }];
}

/** Variables that are set from other fields; twice in a container, the last would win. */
const SET_BY_FIELDS: Readonly<Record<string, string>> = { PORT: 'port', METRICS_PORT: 'metricsPort', NODE_ENV: 'production, in every image' };

function environmentFaults({ name, kind, env, secrets, database }: WorkloadOutline): Fault[] {
  const plain = env.map(([variable]) => variable);
  const path = `workloads.${name}`;
  return [
    ...plain.filter((variable) => kind !== 'web-app' && Object.hasOwn(SET_BY_FIELDS, variable)).map((variable) => ({ path: `${path}.env.${variable}`, message: `expected a variable that is not set already (from ${SET_BY_FIELDS[variable]})`, found: describeFound(variable) })),
    ...plain.filter((variable) => secrets.includes(variable)).map((variable) => ({ path: `${path}.env.${variable}`, message: 'expected it once; `secrets` has it', found: describeFound(variable) })),
    ...duplicates(secrets.map((value, index) => ({ path: `${path}.secrets.${index}`, value })), 'a variable'),
    ...secrets.filter((variable) => database && variable === 'DATABASE_URL').map((variable) => ({ path: `${path}.secrets`, message: 'expected no DATABASE_URL beside `database: true`, which gives it', found: describeFound(variable) })),
  ];
}

/** What the image needs must get past the .dockerignore. */
function imageFaults({ name, kind, output, entryFile }: WorkloadOutline): Fault[] {
  const hidden = (path: string): boolean => isIgnored(path, { allowed: [output], never: HIDDEN_FILES });
  const message = `expected a path that the .dockerignore lets through; it never lets in ${HIDDEN_FILES.join(', ')}`;
  if (hidden(output)) return [{ path: `workloads.${name}.output`, message, found: describeFound(output) }];
  if (kind === 'web-app' || !hidden(`${output}/${entryFile}`)) return [];
  return [{ path: `workloads.${name}.entryFile`, message, found: describeFound(entryFile) }];
}

function databaseFaults({ name, database, secrets }: WorkloadOutline, { provision }: Outline): Fault[] {
  if (database && provision === 'none') return [{ path: `workloads.${name}.database`, message: 'expected `database` to be configured beside it', found: "provision 'none'" }];
  if (database || provision === 'none' || !secrets.includes('DATABASE_URL')) return [];
  return [{ path: `workloads.${name}.secrets`, message: 'expected `database: true` instead, which also opens the way to the database', found: describeFound('DATABASE_URL') }];
}

/** Only a server can be opened. */
const SERVERS: readonly unknown[] = ['web-app', 'node-service'];

function entryFaults({ entry, workloads }: Outline): Fault[] {
  const apps = workloads.filter(({ kind }) => kind === 'web-app').map(({ name }) => name);
  const servers = workloads.filter(({ kind }) => SERVERS.includes(kind)).map(({ name }) => name);
  if (entry === undefined && apps.length === 1) return [];
  if (workloads.length === 0 || servers.some((name) => name === entry)) return [];
  if (servers.length === 0) return [{ path: 'workloads', message: 'expected one that people can open: a webApp or a nodeService', found: 'none' }];
  return [{ path: 'entry', message: `expected the workload that people open: ${(apps.length > 0 ? apps : servers).join(', ')}`, found: describeFound(entry) }];
}
