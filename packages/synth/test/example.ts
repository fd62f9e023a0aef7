import { postgres, type Config } from '../src/config';
import { cronJob, nodeService, webApp, worker } from '../src/config-kinds';
import { secret } from '../src/config-workload';
import { context } from '../src/config-clusters';
import type { Model, Server } from '../src/model/model';
import { resolve } from '../src/model/resolve';
import { validate } from '../src/validate';

/** A small, whole config; `changes` replace its top-level keys. */
export function exampleConfig(changes: Partial<Config> = {}): Config {
  return {
    app: 'shop',
    workloads: {
      api: nodeService({ image: 'shop-api:v1', port: 3000, metricsPort: 9464, replicas: 2, database: true, publicEgress: true, secrets: [secret('PAYMENT_KEY', { required: false })], env: { LOG_LEVEL: 'info' } }),
      page: webApp({ image: 'shop-page:v1', port: 8080, proxy: { '/api': 'api' } }),
    },
    database: postgres({ provision: 'in-cluster' }),
    environments: { local: {}, production: { cluster: context('prod'), registry: 'registry.example/team', workloads: { api: { replicas: 3 } } } },
    ...changes,
  };
}

/** Everything that the small one leaves out: work in the background and by the clock, a database elsewhere, a public address. */
export function wideConfig(): Config {
  return {
    app: 'press',
    description: 'Prints what is "ordered", for $5 or more',
    version: '1.2.3',
    source: 'https://git.example/press',
    maintainers: [{ name: 'Press team', email: 'press@example.com' }],
    workloads: {
      orders: nodeService({ image: 'press-orders:v1', port: 3000, database: true, secrets: [secret('PAYMENT_KEY')], livenessPath: '/alive', drainSeconds: 0, env: { CURRENCY: 'EUR', SUPPORT_URL: null } }),
      printer: worker({ image: 'press-printer:v1', replicas: 2, database: true, heartbeatSeconds: 30, metricsPort: 9464, publicEgress: true }),
      'nightly-report': cronJob({ image: 'press-report:v1', root: 'jobs/report', entryFile: 'report.mjs', schedule: '30 3 * * 1-5', timeZone: 'Europe/Berlin', database: true }),
      shop: webApp({ image: 'press-shop:v1', port: 8080, replicas: 2, proxy: { '/api': 'orders' }, maxBodySize: '512Ki' }),
    },
    database: postgres({ provision: 'external' }),
    environments: {
      staging: { cluster: context('staging'), namespace: 'press-staging', workloads: { printer: { replicas: 1 }, 'nightly-report': { schedule: '@hourly' } } },
      production: {
        cluster: context('production', { identity: '6f1f4dfc-1f0a-4b8e-9d3c-2f1c7a5b9e10' }),
        registry: 'registry.example/press',
        pullSecret: 'registry',
        ingress: { host: 'press.example.com', tlsSecret: 'press-tls', className: 'nginx', annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '512k' }, trustedProxies: ['10.8.0.0/14'] },
        workloads: { orders: { replicas: 4, resources: { limits: { memory: '512Mi' } }, env: { SUPPORT_URL: 'https://press.example.com/help' } } },
        timeoutSeconds: 600,
      },
    },
    imageBuilds: 'parallel',
  };
}

export const wideModel = (): Model => resolve(validate(wideConfig()));

export function exampleModel(changes: Partial<Config> = {}): Model {
  return resolve(validate(exampleConfig(changes)));
}

export function serverOf({ workloads }: Model, name: string): Server {
  const workload = workloads.find((one) => one.name === name);
  if (workload?.runs !== 'server') throw new Error(`${name} is no server`);
  return workload;
}
