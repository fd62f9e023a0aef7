import fc from 'fast-check';
import type { Config } from '../src/config';
import { context } from '../src/config-clusters';
import { nodeService, webApp } from '../src/config-kinds';
import { ConfigError } from '../src/config-error';
import { validate } from '../src/validate';
import { exampleConfig } from './example';
import { faultsOf, withApi, withPage } from './faults';

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
    expect(faults).toEqual({
      app: 'expected a DNS-1035 name: a-z, 0-9 and -, beginning with a letter, found "My App"',
      'workloads.api.image': 'expected an image reference with a tag other than latest, such as todo-backend:v1, found "shop-api:latest"',
      'workloads.api.port': 'expected a port from 1024 to 65535, found 80',
      'workloads.api.resources.requests.memory': 'expected a quantity such as 128Mi, found "lots"',
      'workloads.page.image': 'expected an image repository of its own; workloads.api.image has it, found "shop-api"',
      'workloads.page.root': 'expected a relative path inside the workspace, without ../, .git or node_modules, found "../elsewhere"',
      'workloads.page.proxy./api': 'expected a service: api, found "apo"',
    });
  });

  it('says in its message that nothing was written', () => {
    expect(() => validate(exampleConfig({ app: '1app' }))).toThrow(/the config has 1 fault; nothing was written\n {2}app: expected a DNS-1035 name.*found "1app"/);
  });

  it('reports what is wrong with a value also when its name is wrong', () => {
    const { workloads } = exampleConfig();
    expect(Object.keys(faultsOf(exampleConfig({ workloads: { ...workloads, 'B?d': nodeService({ image: 'x:latest', port: 3000 }) } })))).toEqual(['workloads.B?d.image', 'workloads.B?d']);
  });

  it.each([null, undefined, [], 'text', 5, { app: 1, workloads: [], environments: 'x' }, { workloads: { a: null }, environments: { b: 1 } }])('reports %j instead of failing on it', (config) => {
    expect(Object.keys(faultsOf(config)).length).toBeGreaterThan(1);
  });

  describe('keeps templates and shells out of what is put into files', () => {
    it.each(['{{ .Values.x }}', '$(id)', '${HOME}', 'a\nb', 'a\rb', '`id`', 'a\u0000b', 'a\u2028b', '\ud800'])('%j', (text) => {
      expect(Object.keys(faultsOf(exampleConfig({ description: text })))).toEqual(['description']);
      expect(Object.keys(faultsOf(exampleConfig({ maintainers: [{ name: text, email: 'a@example.com' }] })))).toEqual(['maintainers.0.name']);
      expect(Object.keys(faultsOf(withApi({ env: { GREETING: text } })))).toEqual(['workloads.api.env.GREETING']);
      for (const field of ['image', 'root', 'output', 'entryFile', 'livenessPath', 'base']) expect(Object.keys(faultsOf(withApi({ [field]: text })))).toContain(`workloads.api.${field}`);
      expect(Object.keys(faultsOf(exampleConfig({ environments: { local: { cluster: context(text) } } })))).toEqual(['environments.local.cluster.context']);
      expect(Object.keys(faultsOf(exampleConfig({ home: `https://example.com/${text}` })))).toEqual(['home']);
    });
  });

  describe('keeps paths inside the workspace', () => {
    it.each(['../elsewhere', 'apps/../../x', '/etc', 'apps//x', './apps', 'apps/.', '', 'C:\\x', 'a\\..\\b', '.git/hooks', 'apps/.GIT', 'node_modules/x'])('%j', (path) => {
      expect(faultsOf(withApi({ root: path }))).toEqual({ 'workloads.api.root': expect.stringMatching(/^expected a relative path inside the workspace, without \.\.\//) as string });
      expect(Object.keys(faultsOf(exampleConfig({ checks: path })))).toEqual(['checks']);
    });
  });

  it('refuses keys that nobody knows', () => {
    expect(faultsOf({ ...exampleConfig(), enviroments: {} })).toEqual({ '': 'expected only known keys, found "enviroments"' });
    expect(faultsOf(withApi({ prot: 3000 }))).toEqual({ 'workloads.api': 'expected only known keys, found "prot"' });
    expect(faultsOf(withPage({ secrets: [] }))).toEqual({ 'workloads.page': 'expected only known keys, found "secrets"' });
  });

  it('asks which workload people open when there is not just one web app', () => {
    const { api } = exampleConfig().workloads;
    expect(faultsOf(exampleConfig({ workloads: { api: api! } }))).toEqual({ entry: 'expected the workload that people open: api, found nothing' });
    expect(faultsOf(exampleConfig({ workloads: { api: api! }, entry: 'api' }))).toEqual({});
  });

  it('is not slowed down by huge values', () => {
    const huge = 'a-'.repeat(500_000);
    // With a pattern that backtracks, these would take minutes.
    expect(Object.keys(faultsOf({ ...(withApi({ image: huge, root: huge, env: { X: huge } }) as object), app: huge, description: huge }))).toContain('app');
    expect(() => validate(exampleConfig({ app: huge }))).toThrow(expect.objectContaining({ message: expect.not.stringContaining('a-'.repeat(100)) as string }));
  });

  it('says its faults on one line each, short, and with nothing that a terminal obeys', () => {
    const { workloads } = exampleConfig();
    const names = ['a\nb', '\u001b[31mred', '\u202eright', 'x'.repeat(100_000)];
    const hostile = exampleConfig({ workloads: { ...workloads, ...Object.fromEntries(names.map((name) => [name, nodeService({ image: (() => 'x\ny') as never, port: 3000 })])) } });
    const message = (() => {
      try {
        return String(validate(hostile));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    const [first, ...lines] = message.split('\n');
    expect(first).toBe('the config has 8 faults; nothing was written');
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(line).toMatch(/^[\p{L}\p{N}\p{P}\p{S} ]{10,600}$/u);
    expect(message).toContain('workloads.a\\u000ab.image: expected an image reference');
    expect(message).toContain(', found a function');
  });

  it('never throws anything but a ConfigError, whatever it is given', () => {
    const keys = Object.keys(exampleConfig());
    const circle: Record<string, unknown> = {};
    for (let way = 0; way < 40; way += 1) circle[`way${way}`] = circle;
    const whatever = fc.oneof({ weight: 5, arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true, withObjectString: true }) }, fc.constantFrom(circle, Symbol('x'), () => circle, 'x'.repeat(100_000)));
    const anywhere = fc.oneof(
      fc.tuple(fc.constantFrom(...keys), whatever).map(([key, value]) => ({ ...exampleConfig(), [key]: value })),
      fc.record({ workloads: fc.dictionary(fc.string(), whatever), environments: fc.dictionary(fc.string(), whatever) }),
      fc.tuple(fc.constantFrom('port', 'proxy', 'env', 'secrets', 'resources', 'database', 'output', 'kind'), whatever).map(([key, value]) => withApi({ [key]: value })),
      fc.tuple(fc.constantFrom('cluster', 'namespace', 'workloads', 'storage', 'ingress', 'pushStandIns'), whatever).map(([key, value]) => ({ ...exampleConfig(), environments: { local: { [key]: value } } })),
      whatever,
    );
    fc.assert(
      fc.property(anywhere, (config) => {
        try {
          validate(config as Config);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect((error as ConfigError).faults).not.toEqual([]);
        }
      }),
    );
  });
});
