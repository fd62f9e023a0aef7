import fc from 'fast-check';
import { nodeService, secret, webApp, type Config } from '../src/config';
import { ConfigError } from '../src/config-error';
import { validate } from '../src/validate';
import { exampleConfig } from './example';

function faultsOf(config: unknown): Record<string, string> {
  try {
    validate(config as Config);
  } catch (error) {
    if (error instanceof ConfigError) return Object.fromEntries(error.faults.map(({ path, message, found }) => [path, `${message}, found ${found}`]));
    throw error;
  }
  return {};
}

const withApi = (changes: object): unknown => {
  const { workloads, ...rest } = exampleConfig();
  return { ...rest, workloads: { ...workloads, api: { ...workloads['api'], ...changes } } };
};

describe('validate', () => {
  it('accepts the example', () => {
    expect(faultsOf(exampleConfig())).toEqual({});
  });

  it('reports every fault at once, each with its path, what was expected and what was found', () => {
    const faults = faultsOf(
      exampleConfig({
        app: 'My App',
        workloads: {
          api: nodeService({ image: 'shop-api:latest', port: 80, resources: { requests: { memory: 'lots' } } }),
          page: webApp({ image: 'shop-api:v2', port: 8080, root: '../elsewhere', proxy: { '/api': 'apo' } }),
        },
      }),
    );
    expect(Object.keys(faults).sort()).toEqual(
      ['app', 'workloads.api.image', 'workloads.api.port', 'workloads.api.resources.requests.memory', 'workloads.page.image', 'workloads.page.proxy./api', 'workloads.page.root'].sort(),
    );
    expect(faults['workloads.api.port']).toBe('expected a port from 1024 to 65535, found 80');
    expect(faults['workloads.page.proxy./api']).toBe('expected a service: api, found "apo"');
    expect(faults['workloads.page.image']).toMatch(/an image repository of its own; workloads\.api\.image has it/);
  });

  it('says in its message that nothing was written', () => {
    expect(() => validate(exampleConfig({ app: '1app' }))).toThrow(/the config has 1 fault; nothing was written\n {2}app: expected a DNS-1035 name.*found "1app"/);
  });

  it.each(['{{ .Values.x }}', '$(id)', '${HOME}', 'a\nb', '`id`'])('refuses %j where text is put into files', (text) => {
    expect(Object.keys(faultsOf(exampleConfig({ description: text })))).toEqual(['description']);
    expect(Object.keys(faultsOf(withApi({ env: { GREETING: text } })))).toEqual(['workloads.api.env.GREETING']);
  });

  it('refuses a secret where a plain value belongs', () => {
    expect(faultsOf(withApi({ env: { GREETING: secret('GREETING') } }))).toEqual({ 'workloads.api.env.GREETING': 'expected a plain value; list the secret under `secrets`, found a secret' });
  });

  it('makes a secret in a plain place a compile error first', () => {
    // @ts-expect-error a secret is no string
    const config = nodeService({ image: 'x:v1', port: 3000, env: { A: secret('A') } });
    expect(config.kind).toBe('node-service');
  });

  it.each([
    ['API_KEY', 'abc'],
    ['DATABASE_URL', 'x'],
    ['UPSTREAM', 'https://user:pass@host'],
  ])('refuses what looks like a credential in env: %s, and does not repeat it', (name, value) => {
    const faults = faultsOf(withApi({ env: { [name]: value } }));
    expect(faults[`workloads.api.env.${name}`]).toBe(`expected no credential; write secrets: [secret('${name}')], found what looks like one`);
  });

  it('refuses keys that nobody knows', () => {
    expect(faultsOf({ ...exampleConfig(), enviroments: {} })).toEqual({ '': 'expected only known keys, found "enviroments"' });
    expect(faultsOf(withApi({ prot: 3000 }))).toEqual({ 'workloads.api': 'expected only known keys, found "prot"' });
  });

  it('refuses an app whose longest object name would be too long for Kubernetes', () => {
    expect(faultsOf(exampleConfig({ app: 'a'.repeat(40) }))).toEqual({ app: 'expected at most 37 characters, since the longest object name adds 15, found 40' });
  });

  it('refuses a workload with a name of the chart, an unknown workload in an environment, and a missing database', () => {
    const { workloads } = exampleConfig();
    const faults = faultsOf(exampleConfig({ workloads: { ...workloads, postgres: nodeService({ image: 'x:v1', port: 3000 }) }, database: { provision: 'none' }, environments: { local: { workloads: { nobody: {} } } } }));
    expect(Object.keys(faults).sort()).toEqual(['environments.local.workloads.nobody', 'workloads.api.database', 'workloads.postgres']);
  });

  it('never throws anything but a ConfigError, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('app', 'workloads', 'database', 'environments', 'entry', 'description'), (value, key) => {
        try {
          validate({ ...exampleConfig(), [key]: value } as Config);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
        }
      }),
    );
  });
});
