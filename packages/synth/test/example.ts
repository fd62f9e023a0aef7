import { nodeService, postgres, secret, webApp, type Config } from '../src/config';
import { context } from '../src/config-clusters';
import type { Model } from '../src/model/model';
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

export function exampleModel(changes: Partial<Config> = {}): Model {
  return resolve(validate(exampleConfig(changes)));
}
