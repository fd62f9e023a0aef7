import { webApp } from '../../src/config-kinds';
import { exampleConfig, exampleModel, serverOf, wideModel } from '../example';

describe('resolve', () => {
  it('gives a model that nobody can change', () => {
    const model = exampleModel();
    expect(Object.isFrozen(model)).toBe(true);
    expect(Object.isFrozen(serverOf(model, 'api').probes.startup)).toBe(true);
  });

  it('builds what others proxy to first', () => {
    const { api, page } = exampleConfig().workloads;
    expect(exampleModel({ workloads: { page: page!, api: api! } }).workloads.map(({ name }) => name)).toEqual(['api', 'page']);
  });

  it('lets only a proxy call a service, and everybody the web app', () => {
    const model = exampleModel();
    expect(serverOf(model, 'api').callers).toEqual(['page']);
    expect(serverOf(model, 'page').callers).toEqual([]);
  });

  it('computes the database URL where the database is in the cluster, and asks for it where it is not', () => {
    expect(exampleModel().secrets).toContainEqual({ name: 'DATABASE_URL', required: false, source: 'database', format: 'postgres-url' });
    expect(exampleModel({ database: { provision: 'external' } }).secrets).toContainEqual({ name: 'DATABASE_URL', required: true, source: 'user', format: 'postgres-url' });
  });

  it('keeps what differs between environments as Helm values', () => {
    const production = exampleModel().environments.find(({ name }) => name === 'production');
    expect(production).toMatchObject({ cluster: { kind: 'context', context: 'prod' }, registry: { prefix: 'registry.example/team' }, values: { api: { replicaCount: 3 } } });
    expect(wideModel().environments.find(({ name }) => name === 'production')?.values).toMatchObject({ orders: { env: { SUPPORT_URL: 'https://press.example.com/help' } } });
  });

  it('starts all pods of a new version at once on a machine of its own, and a quarter where others pay for them', () => {
    const [local, production] = exampleModel().environments;
    expect(local?.values).toEqual({ api: { maxSurge: '100%' } });
    expect(production?.values).toEqual({ api: { replicaCount: 3 } });
  });

  it('opens the only web app unless the config names another', () => {
    expect(exampleModel().entry).toBe('page');
    const { workloads } = exampleConfig();
    expect(exampleModel({ workloads: { ...workloads, admin: webApp({ image: 'shop-admin:v1', port: 8081 }) }, entry: 'admin' }).entry).toBe('admin');
  });
});
