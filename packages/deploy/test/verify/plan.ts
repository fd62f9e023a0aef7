import { parsePlan, type EnvironmentPlan, type Plan } from '@fairlead/plan';

const workload = { root: '', dockerfile: '', contextPaths: [], secrets: [], image: { repository: 'x', tag: 'v1' } };

/** A plan with a frontend, a backend and an in-cluster database. */
export const plan: Plan = parsePlan(
  {
    version: 1,
    app: 'demo',
    chart: { name: 'demo', path: 'charts/demo', version: '1.0.0' },
    entry: 'frontend',
    imageBuilds: 'sequential',
    workloads: [
      { ...workload, name: 'backend', project: 'backend', kind: 'node-service', base: { arg: 'B', reference: 'node', standIn: 'node' }, port: 3000, readinessPath: '/readyz', proxy: [] },
      {
        ...workload, name: 'frontend', project: 'frontend', kind: 'web-app', base: { arg: 'B', reference: 'nginx', standIn: 'nginx' },
        port: 8080, readinessPath: '/healthz', proxy: [{ path: '/api', workload: 'backend' }],
      },
    ],
    database: {
      provision: 'in-cluster', secret: 'DATABASE_URL', image: { repository: 'postgres', tag: '15' },
      base: { arg: 'P', reference: 'postgres', standIn: 'postgres' }, databaseName: 'demo', user: 'demo', port: 5432,
    },
    secrets: [],
    environments: [{ name: 'local', cluster: { kind: 'embedded' }, namespace: 'demo', release: 'demo', values: {}, timeoutSeconds: 60 }],
  },
  'test',
);

export const environment = plan.environments[0] as EnvironmentPlan;
