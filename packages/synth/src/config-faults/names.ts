import type { z } from 'zod';
import { describeFound, faultAt, type Fault } from '../config-error';
import { annotationName, dnsName, envName, urlPath } from '../config-values';
import type { Outline } from './outline';

/** Names that the chart itself uses beside workloads, as value keys or for objects. */
const RESERVED = new Set(['postgres', 'postgres-pods', 'secrets', 'global', 'ingress', 'env', 'test']);

/** Nx projects of Fairlead's own, whose names a workload would take. */
const NX_PROJECTS = new Set(['deploy', 'embedded-cluster']);

/** A name made of others that Kubernetes bounds. */
interface Bound {
  readonly path: string;
  readonly made: string;
  readonly longest: number;
  readonly where: string;
}

const OF_SERVICE = { longest: 63, where: 'the name of a Service' };
/** Its jobs carry this name and the minute they started in one label. */
const OF_CRON_JOB = { longest: 52, where: 'the name of a CronJob' };

/** Faults of names: not as they have to be, too long for what is made of them, or taken. */
export function nameFaults(outline: Outline): Fault[] {
  return [...spellingFaults(outline), ...lengthFaults(outline), ...takenFaults(outline)];
}

function spellingFaults({ workloads, environments }: Outline): Fault[] {
  return [
    ...workloads.flatMap(({ name, env, proxy }) => [
      ...misspelt('workloads', [name], dnsName),
      ...misspelt(`workloads.${name}.env`, env.map(([variable]) => variable), envName),
      ...misspelt(`workloads.${name}.proxy`, proxy.map(([path]) => path), urlPath),
    ]),
    ...misspelt('environments', environments.map(({ name }) => name), dnsName),
    ...environments.flatMap(({ name, annotations }) => misspelt(`environments.${name}.ingress.annotations`, annotations.map(([annotation]) => annotation), annotationName)),
  ];
}

function misspelt(path: string, names: readonly string[], schema: z.ZodType): Fault[] {
  return names.flatMap((name) => {
    const { error } = schema.safeParse(name);
    return error === undefined ? [] : [faultAt(`${path}.${name}`, error.issues[0]?.message ?? 'expected a name', name)];
  });
}

function lengthFaults(outline: Outline): Fault[] {
  const { app } = outline;
  if (app === undefined) return [];
  return bounds(app, outline)
    .filter(({ made, longest }) => made.length > longest)
    .map(({ path, made, longest, where }) => ({ path, message: `expected at most ${longest} characters in ${where}`, found: `${made.length} in ${describeFound(made)}` }));
}

function bounds(app: string, { version, provision, workloads, environments }: Outline): Bound[] {
  return [
    { path: 'app', made: app, longest: 53, where: 'the name of a Helm release' },
    { path: 'version', made: `${app}-${version ?? '0.1.0'}`, longest: 63, where: 'the label helm.sh/chart' },
    // Its pods carry this name and a hash of ten in one label.
    ...(provision === 'in-cluster' ? [{ path: 'app', made: `${app}-postgres`, longest: 52, where: "the name of the database's StatefulSet" }] : []),
    ...workloads.map(({ name, kind }) => ({ path: `workloads.${name}`, made: `${app}-${name}`, ...(kind === 'cron-job' ? OF_CRON_JOB : OF_SERVICE) })),
    ...environments.map(({ name }) => ({ path: `environments.${name}`, made: name, longest: 53, where: 'the name of an environment' })),
  ];
}

function takenFaults({ app, workloads }: Outline): Fault[] {
  const takenBy = (name: string): string | undefined => {
    if (name === app) return 'the app, whose Nx project it is';
    if (NX_PROJECTS.has(name)) return "an Nx project of Fairlead's own";
    return RESERVED.has(name) ? 'the chart itself' : undefined;
  };
  // The policy that lets a monitoring system in is named after its workload.
  const metrics = new Map(workloads.filter(({ metricsPort }) => metricsPort !== undefined).map(({ name }) => [`${name}-metrics`, `the network policy for the metrics of ${name}`]));
  const taken = workloads.flatMap(({ name }): Fault[] => {
    const by = takenBy(name) ?? metrics.get(name);
    return by === undefined ? [] : [faultAt(`workloads.${name}`, `expected a name that is not taken by ${by}`, name)];
  });
  return workloads.length > 0 ? taken : [{ path: 'workloads', message: 'expected at least one workload', found: 'none' }];
}
