import type { EnvironmentPlan, SecretPlan } from '@fairlead/plan';
import type { EnvironmentConfig, ResolvedConfig } from '../config';
import type { WorkloadConfig } from '../config-kinds';
import { resolveDatabase, DATABASE_SECRET } from './database';
import { freeze } from './freeze';
import type { Model, Workload } from './model';
import { resolveEnvironment } from './environment';
import { callersByService, resolveWorkload } from './workload';

/** Turns a valid config into the frozen truth that everything is rendered from. Pure. */
export function resolve(config: ResolvedConfig): Model {
  const callers = callersByService(config);
  const workloads = inBuildOrder(Object.entries(config.workloads).map(([name, workload]) => resolveWorkload(name, workload, callers.get(name) ?? [])));
  return freeze({
    app: config.app,
    chart: resolveChart(config),
    workloads,
    database: resolveDatabase(config),
    secrets: resolveSecrets(config),
    environments: Object.entries(config.environments).map(([name, environment]: [string, EnvironmentConfig]): EnvironmentPlan => resolveEnvironment(name, environment, config)),
    imageBuilds: config.imageBuilds,
    entry: config.entry ?? workloads.find(({ dockerfile }) => dockerfile === 'nginx')?.name ?? '',
    checks: config.checks ?? '',
  });
}

function resolveChart(config: ResolvedConfig): Model['chart'] {
  return {
    name: config.app,
    path: `charts/${config.app}`,
    version: config.version,
    appVersion: config.version,
    description: config.description ?? config.app,
    kubeVersion: '>=1.30.0-0',
    icon: 'https://raw.githubusercontent.com/kubernetes/kubernetes/master/logo/logo.svg',
    home: config.home ?? '',
    source: config.source ?? '',
    maintainers: config.maintainers.length > 0 ? config.maintainers : [{ name: config.app, email: '' }],
  };
}

/** What others proxy to comes first; otherwise as listed. */
function inBuildOrder(workloads: readonly Workload[]): Workload[] {
  return [...workloads.filter((workload) => !isPage(workload)), ...workloads.filter(isPage)];
}

const isPage = (workload: Workload): boolean => workload.dockerfile === 'nginx';

function resolveSecrets(config: ResolvedConfig): SecretPlan[] {
  const database: SecretPlan[] =
    config.database.provision === 'none'
      ? []
      : [{ name: DATABASE_SECRET, required: config.database.provision === 'external', source: config.database.provision === 'external' ? 'user' : 'database', format: 'postgres-url' }];
  const given = Object.values(config.workloads).flatMap((workload: WorkloadConfig) => ('secrets' in workload ? workload.secrets : []));
  const names = [...new Set(given.map(({ secret }) => secret))].filter((name) => database.every((known) => known.name !== name));
  return [
    ...database,
    ...names.map((name): SecretPlan => ({ name, required: given.some((one) => one.secret === name && one.required), source: 'user', format: 'text' })),
  ];
}
