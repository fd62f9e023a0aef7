import { parsePlan, type EnvironmentPlan, type Plan } from '@fairlead/plan';

const workload = (name: string, kind: string, secrets: readonly string[]): object => ({
  name,
  kind,
  project: name,
  root: `apps/${name}`,
  dockerfile: `apps/${name}/Dockerfile`,
  contextPaths: ['dist'],
  image: { repository: `todo-${name}`, tag: 'v1' },
  base: { arg: 'BASE', reference: 'base:1', standIn: 'node' },
  port: 3000,
  readinessPath: '/readyz',
  secrets,
  proxy: [],
});

/** A plan with a backend, a frontend and a database, checked by the real schema. */
export function makePlan(changes: Partial<Plan> = {}): Plan {
  const plan = {
    version: 1,
    app: 'todo',
    chart: { name: 'todo', path: 'charts/todo', version: '0.1.0' },
    entry: 'frontend',
    imageBuilds: 'sequential',
    workloads: [workload('backend', 'node-service', ['DATABASE_URL', 'API_KEY']), workload('frontend', 'web-app', [])],
    database: { provision: 'in-cluster', secret: 'DATABASE_URL', image: { repository: 'postgres', tag: '15' }, base: { arg: 'BASE', reference: 'postgres:15', standIn: 'postgres' }, databaseName: 'todo', user: 'todo', port: 5432 },
    secrets: [
      { name: 'DATABASE_URL', required: false, source: 'database', format: 'postgres-url' },
      { name: 'API_KEY', required: false, source: 'user', format: 'text' },
    ],
    environments: [makeEnvironment(), makeEnvironment({ name: 'production', cluster: { kind: 'context', context: 'prod' } })],
    ...changes,
  };
  return parsePlan(plan, 'the plan of a test');
}

export function makeEnvironment(changes: Partial<EnvironmentPlan> = {}): EnvironmentPlan {
  return { name: 'local', cluster: { kind: 'embedded' }, namespace: 'demo', release: 'todo', values: {}, timeoutSeconds: 60, ...changes };
}
