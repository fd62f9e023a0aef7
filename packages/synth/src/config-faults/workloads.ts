import { faultAt, type Fault } from '../config-error';
import { HIDDEN_FILES, isIgnored } from '../ignored-files';
import { duplicates } from './duplicates';
import type { Outline, WorkloadOutline } from './outline';

/** Faults of workloads that are fine alone but not together, or not in themselves. */
export function workloadFaults(outline: Outline): Fault[] {
  return [
    ...clashes(outline),
    ...outline.workloads.flatMap((workload) => [...portFaults(workload), ...imageFaults(workload), ...databaseFaults(workload, outline)]),
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
    return outer === undefined ? [] : [faultAt(`workloads.${name}.root`, `expected a folder of its own; this one lies in ${outer.path}`, root)];
  });
}

function portFaults({ name, port, metricsPort }: WorkloadOutline): Fault[] {
  if (metricsPort === undefined || metricsPort !== port) return [];
  return [faultAt(`workloads.${name}.metricsPort`, 'expected another port than `port`', metricsPort)];
}

/** What the image needs must get past the .dockerignore. */
function imageFaults({ name, kind, output, entryFile }: WorkloadOutline): Fault[] {
  const hidden = (path: string): boolean => isIgnored(path, { allowed: [output], never: HIDDEN_FILES });
  const message = `expected a path that the .dockerignore lets through; it never lets in ${HIDDEN_FILES.join(', ')}`;
  if (hidden(output)) return [faultAt(`workloads.${name}.output`, message, output)];
  if (kind === 'web-app' || !hidden(`${output}/${entryFile}`)) return [];
  return [faultAt(`workloads.${name}.entryFile`, message, entryFile)];
}

function databaseFaults({ name, database, secrets }: WorkloadOutline, { provision }: Outline): Fault[] {
  if (database && provision === 'none') return [{ path: `workloads.${name}.database`, message: 'expected `database` to be configured beside it', found: "provision 'none'" }];
  if (database || provision === 'none' || !secrets.includes('DATABASE_URL')) return [];
  return [faultAt(`workloads.${name}.secrets`, 'expected `database: true` instead, which also opens the way to the database', 'DATABASE_URL')];
}
