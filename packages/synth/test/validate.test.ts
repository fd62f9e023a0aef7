import fc from 'fast-check';
import { postgres, type Config } from '../src/config';
import { cronJob, nodeService, webApp, worker } from '../src/config-kinds';
import { secret } from '../src/config-workload';
import { context, minikube } from '../src/config-clusters';
import { ConfigError } from '../src/config-error';
import { validate } from '../src/validate';
import { exampleConfig, exampleModel, wideConfig } from './example';

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
const withPage = (changes: object): unknown => {
  const { workloads, ...rest } = exampleConfig();
  return { ...rest, workloads: { ...workloads, page: { ...workloads['page'], ...changes } } };
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

  describe('secrets', () => {
    it('are refused where a plain value belongs', () => {
      expect(faultsOf(withApi({ env: { GREETING: secret('GREETING') } }))).toEqual({ 'workloads.api.env.GREETING': 'expected a plain value; list the secret under `secrets`, found a secret' });
      expect(faultsOf(exampleConfig({ description: secret('X') as never }))).toEqual({ description: 'expected a plain value; list the secret under `secrets`, found a secret' });
    });

    it.each([
      ['API_KEY', 'abc'],
      ['VITE_GEMINI_API_KEY', 'abc'],
      ['PGPASSWORD', 'x'],
      ['SENTRY_DSN', 'x'],
      ['DATABASE_URL', 'x'],
      ['UPSTREAM', 'https://user:pass@host'],
      ['CACHE', 'redis://:pass@host'],
      ['GREETING', `AIza${'x'.repeat(35)}`],
    ])('are noticed in env by name or value, and not repeated: %s', (name, value) => {
      const faults = faultsOf(withApi({ env: { [name]: value } }));
      expect(faults).toEqual({ [`workloads.api.env.${name}`]: `expected no credential; write secrets: [secret('${name}')], found what looks like one` });
    });

    it.each(['MAX_TOKENS', 'KEYBOARD', 'MONKEY', 'LOG_LEVEL', 'SECRETARY'])('are not seen in %s', (name) => {
      expect(faultsOf(withApi({ env: { [name]: 'x' } }))).toEqual({});
    });

    it('are noticed anywhere else, too, and not repeated', () => {
      const config = exampleConfig({ description: 'see https://me:hunter2@example.com', environments: { local: { registry: 'https://me:hunter2@registry' } } });
      expect(Object.keys(faultsOf(config)).sort()).toEqual(['description', 'environments.local.registry']);
      expect(JSON.stringify(faultsOf(config))).not.toContain('hunter2');
    });

    it('come once, and not from two places', () => {
      expect(faultsOf(withApi({ secrets: [secret('A'), secret('A')], env: { A: 'x' } }))).toEqual({
        'workloads.api.env.A': 'expected it once; `secrets` has it, found "A"',
        'workloads.api.secrets.1': 'expected a variable of its own; workloads.api.secrets.0 has it, found "A"',
      });
      expect(Object.keys(faultsOf(withApi({ secrets: [secret('DATABASE_URL')] })))).toEqual(['workloads.api.secrets']);
      expect(Object.keys(faultsOf(withApi({ database: false, secrets: [secret('DATABASE_URL')] })))).toEqual(['workloads.api.secrets']);
    });
  });

  it('refuses keys that nobody knows', () => {
    expect(faultsOf({ ...exampleConfig(), enviroments: {} })).toEqual({ '': 'expected only known keys, found "enviroments"' });
    expect(faultsOf(withApi({ prot: 3000 }))).toEqual({ 'workloads.api': 'expected only known keys, found "prot"' });
    expect(faultsOf(withPage({ secrets: [] }))).toEqual({ 'workloads.page': 'expected only known keys, found "secrets"' });
  });

  describe('names', () => {
    it.each([
      ['of an app that makes too long a name for a Helm release', exampleConfig({ app: 'a'.repeat(54), database: { provision: 'external' } }), { app: /^expected at most 53 characters in the name of a Helm release/ }],
      ['of an app whose database would have too long a name', exampleConfig({ app: 'a'.repeat(44) }), { app: /^expected at most 52 characters in the name of the database's StatefulSet, found 53/ }],
      ['of an app and a version that make too long a label', exampleConfig({ app: 'a'.repeat(43), version: `1.2.3-${'x'.repeat(20)}` }), { version: /^expected at most 63 characters in the label helm\.sh\/chart/ }],
    ])('%s are refused', (_what, config, faults) => {
      expect(faultsOf(config)).toEqual(Object.fromEntries(Object.entries(faults).map(([path, message]) => [path, expect.stringMatching(message) as string])));
    });

    it.each(['My App', 'shöp', '1shop', 'shop.app', 'shop_app', '-shop', 'shop-', 's'.repeat(80), '', 'constructor()', '__proto__'])('that Kubernetes refuses are refused, for all that has a name: %s', (name) => {
      const { workloads } = exampleConfig();
      expect(Object.keys(faultsOf(exampleConfig({ app: name })))).toContain('app');
      const named = <T>(entry: T): Record<string, T> => Object.defineProperty({}, name, { value: entry, enumerable: true }) as Record<string, T>;
      const worded = faultsOf(exampleConfig({ workloads: Object.assign(named(nodeService({ image: 'x:v1', port: 3000 })), workloads) }));
      expect(Object.keys(worded)).toContain(`workloads.${name}`);
      expect(Object.keys(faultsOf(exampleConfig({ environments: named({}) })))).toContain(`environments.${name}`);
      expect(Object.keys(faultsOf(exampleConfig({ environments: { local: { namespace: name } } })))).toEqual(['environments.local.namespace']);
    });

    it('of workloads leave room for the app in the name of a Service', () => {
      const { workloads } = exampleConfig();
      const named = (length: number): Config => exampleConfig({ workloads: { ...workloads, ['w'.repeat(length)]: nodeService({ image: 'x:v1', port: 3000 }) } });
      expect(faultsOf(named(58))).toEqual({});
      expect(Object.values(faultsOf(named(59)))).toEqual([expect.stringMatching(/^expected at most 63 characters in the name of a Service, found 64/)]);
    });

    it.each(['postgres', 'secrets', 'global', 'ingress', 'env', 'test', 'deploy', 'shop'])('that are taken are refused for a workload: %s', (name) => {
      const { workloads } = exampleConfig();
      expect(faultsOf(exampleConfig({ workloads: { ...workloads, [name]: nodeService({ image: 'x:v1', port: 3000 }) } }))).toEqual({
        [`workloads.${name}`]: expect.stringMatching(/^expected a name that is not taken by/) as string,
      });
    });
  });

  it('refuses two workloads on one name: repository, folder, or that of the chart', () => {
    const { workloads } = exampleConfig();
    const faults = faultsOf(exampleConfig({ workloads: { ...workloads, one: nodeService({ image: 'shop-api:v9', port: 3000, root: 'apps/api' }), two: nodeService({ image: 'two:v1', port: 3000, root: 'charts/shop' }) } }));
    expect(faults).toEqual({
      'workloads.one.image': 'expected an image repository of its own; workloads.api.image has it, found "shop-api"',
      'workloads.one.root': 'expected a folder of its own; workloads.api.root has it, found "apps/api"',
      'workloads.two.root': 'expected a folder of its own; this one lies in the chart, found "charts/shop"',
    });
  });

  it('refuses two images that a registry\'s prefix would give one name, only where there is a registry', () => {
    const { workloads } = exampleConfig();
    const images = { ...workloads, one: nodeService({ image: 'team-a/worker:v1', port: 3000 }), two: nodeService({ image: 'team-b/worker:v1', port: 3000 }) };
    expect(faultsOf(exampleConfig({ workloads: images, environments: { local: {}, live: { cluster: context('live'), registry: 'registry.example/team' } } }))).toEqual({
      'workloads.two.image': 'expected a last part (all of it that goes to the registry of environments.live) of its own; workloads.one.image has it, found "worker"',
    });
    expect(faultsOf(exampleConfig({ workloads: images, environments: { local: {} } }))).toEqual({});
  });

  it.each([
    ['charts/shop/templates', 'the chart'],
    ['apps/page/dist/inner', 'workloads.page.output'],
  ])('refuses a workload inside of what is shipped with another: %s', (root, outer) => {
    expect(faultsOf(withApi({ root }))).toEqual({ 'workloads.api.root': `expected a folder of its own; this one lies in ${outer}, found "${root}"` });
  });

  it('refuses a proxy over another, over the page, and over what the web server answers itself', () => {
    const faults = faultsOf(withPage({ proxy: { '/api': 'api', '/api/': 'api', '/': 'api', '/healthz': 'api', '/../x': 'api', '/self': 'page' } }));
    expect(Object.keys(faults).sort()).toEqual(['/../x', '/', '/api/', '/healthz', '/self'].map((path) => `workloads.page.proxy.${path}`).sort());
  });

  it.each([
    ['quantity', { resources: { limits: { memory: '1.5' } } }, 'workloads.api.resources.limits.memory'],
    ['CPU quantity', { resources: { limits: { cpu: '100Mi' } } }, 'workloads.api.resources.limits.cpu'],
    ['request above its limit', { resources: { requests: { memory: '1Gi' }, limits: { memory: '512Mi' } } }, 'workloads.api.resources.requests.memory'],
    ['port', { port: 70_000 }, 'workloads.api.port'],
    ['fraction of a port', { port: 3000.5 }, 'workloads.api.port'],
    ['port for metrics', { metricsPort: 3000 }, 'workloads.api.metricsPort'],
    ['variable that is set already', { env: { PORT: '1' } }, 'workloads.api.env.PORT'],
    ['name of a variable', { env: { 'a b': '1' } }, 'workloads.api.env.a b'],
    ['folder that the .dockerignore hides', { output: 'coverage' }, 'workloads.api.output'],
    ['entry file that the .dockerignore hides', { entryFile: 'certs/server.key' }, 'workloads.api.entryFile'],
    ['image without a tag', { image: 'shop-api' }, 'workloads.api.image'],
    ['image with two dots', { image: 'shop..api:v1' }, 'workloads.api.image'],
    ['image in capitals', { image: 'Shop:v1' }, 'workloads.api.image'],
  ])('refuses a bad %s', (_what, changes, path) => {
    expect(Object.keys(faultsOf(withApi(changes)))).toEqual([path]);
  });

  it.each(['shop:v1', 'registry:5000/team/shop:v1.2.3-rc_1', 'a__b/c-d.e:1', 'localhost/x:V1'])('accepts the image reference %s', (image) => {
    expect(faultsOf(withApi({ image }))).toEqual({});
  });

  it('takes a base image by digest, and no workload by one', () => {
    const digest = `@sha256:${'a'.repeat(64)}`;
    expect(faultsOf(withApi({ base: `node:24-slim${digest}` }))).toEqual({});
    for (const base of [`node${digest}`, `node:latest${digest}`, 'node:24@sha256:abc']) expect(Object.keys(faultsOf(withApi({ base })))).toEqual(['workloads.api.base']);
    expect(Object.keys(faultsOf(withApi({ image: `shop-api:v1${digest}` })))).toEqual(['workloads.api.image']);
  });

  it('refuses an unknown workload in an environment, a missing database, storage without one, and no environment at all', () => {
    expect(Object.keys(faultsOf(exampleConfig({ environments: { local: { workloads: { nobody: {} } } } })))).toEqual(['environments.local.workloads.nobody']);
    expect(Object.keys(faultsOf(exampleConfig({ database: { provision: 'none' } })))).toEqual(['workloads.api.database']);
    expect(Object.keys(faultsOf(exampleConfig({ database: postgres({ provision: 'external' }), environments: { local: { storage: { size: '2Gi' } } } })))).toEqual(['environments.local.storage']);
    expect(Object.keys(faultsOf(exampleConfig({ environments: {} })))).toEqual(['environments']);
  });

  it('lets stand-ins be pushed only where something is pushed', () => {
    expect(faultsOf(exampleConfig({ environments: { local: { pushStandIns: true } } }))).toEqual({ 'environments.local.pushStandIns': 'expected it only beside `registry`: without one, stand-ins are used anyway, found true' });
    expect(exampleModel({ environments: { live: { cluster: context('live'), registry: 'registry.example', pushStandIns: true } } }).environments[0]?.registry).toEqual({ prefix: 'registry.example', standIns: true });
  });

  describe('variables of an environment', () => {
    const inProduction = (env: unknown, workload = 'api') =>
      faultsOf({ ...(withApi({ env: { LOG_LEVEL: 'info', PUBLIC_ORIGIN: null } }) as object), environments: { local: {}, production: { cluster: context('prod'), workloads: { [workload]: { env } } } } });

    it('are those that the workload declares, with a value or without one', () => {
      expect(inProduction({ LOG_LEVEL: 'warn', PUBLIC_ORIGIN: 'https://shop.example.com' })).toEqual({});
    });

    it('are all reported with their paths, and with what could be meant', () => {
      const declared = 'expected a variable of workloads.api.env: LOG_LEVEL, PUBLIC_ORIGIN (declare it there, as null if only environments give it a value)';
      expect(inProduction({ LOGLEVEL: 'x', LOG_LEVEL: '{{ x }}', PUBLIC_ORIGIN: null, PAYMENT_KEY: 'x', PORT: '1', toString: 'x' })).toEqual({
        'environments.production.workloads.api.env.LOGLEVEL': `${declared}, found "LOGLEVEL"`,
        'environments.production.workloads.api.env.LOG_LEVEL': 'expected one line without {{ }}, $( ), ${ } or backticks, found "{{ x }}"',
        'environments.production.workloads.api.env.PUBLIC_ORIGIN': 'expected text, found null',
        'environments.production.workloads.api.env.PAYMENT_KEY': expect.stringMatching(/^expected no credential/) as string,
        'environments.production.workloads.api.env.PORT': `${declared}, found "PORT"`,
        'environments.production.workloads.api.env.toString': `${declared}, found "toString"`,
      });
      expect(inProduction({ LOG_LEVEL: 'warn' }, 'apo')).toEqual({ 'environments.production.workloads.apo': 'expected a workload: api, page, found "apo"' });
    });

    it('are never secrets, and a credential among them is not repeated', () => {
      expect(inProduction({ LOG_LEVEL: secret('LOG_LEVEL') })).toEqual({ 'environments.production.workloads.api.env.LOG_LEVEL': 'expected a plain value; list the secret under `secrets`, found a secret' });
      const faults = inProduction({ PUBLIC_ORIGIN: 'https://me:hunter2@example.com' });
      expect(faults).toEqual({ 'environments.production.workloads.api.env.PUBLIC_ORIGIN': expect.stringMatching(/^expected no credential/) as string });
      expect(JSON.stringify(faults)).not.toContain('hunter2');
      const { workloads, ...rest } = withApi({ secrets: [secret('HANDLE')] }) as Config;
      expect(faultsOf({ ...rest, workloads, environments: { local: { workloads: { api: { env: { HANDLE: 'x' } } } } } })).toEqual({
        'environments.local.workloads.api.env.HANDLE': 'expected no secret; its value is given to `deploy`, found "HANDLE"',
      });
    });
  });

  it('takes what the controller of an ingress needs to know, with the names and networks that Kubernetes takes', () => {
    const withIngress = (more: object, entry?: string) =>
      faultsOf(exampleConfig({ ...(entry === undefined ? {} : { entry }), environments: { live: { cluster: context('live'), ingress: { host: 'shop.example.com', tlsSecret: 'tls', ...more } } } }));
    expect(withIngress({ annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '2m' }, trustedProxies: ['10.8.0.0/14', 'fd00::/8'] })).toEqual({});
    const path = 'environments.live.ingress';
    expect(withIngress({ annotations: { 'a b': 'x', ok: '{{ x }}' }, trustedProxies: ['10.8.0.0', 'everybody'] })).toEqual({
      [`${path}.annotations.a b`]: 'expected the name of an annotation, e.g. nginx.ingress.kubernetes.io/proxy-body-size, found "a b"',
      [`${path}.annotations.ok`]: 'expected one line without {{ }}, $( ), ${ } or backticks, found "{{ x }}"',
      [`${path}.trustedProxies.0`]: 'expected a network such as 10.8.0.0/14, found "10.8.0.0"',
      [`${path}.trustedProxies.1`]: 'expected a network such as 10.8.0.0/14, found "everybody"',
    });
    expect(Object.keys(withIngress({ trustedProxies: ['10.8.0.0/14'] }, 'api'))).toEqual([`${path}.trustedProxies`]);
  });

  it.each(['0', '1', '1.5Mi', '10G', '2MB', 2_000_000, ''])('refuses a size of bodies that is none: %p', (maxBodySize) => {
    expect(Object.keys(faultsOf(withPage({ maxBodySize })))).toEqual(['workloads.page.maxBodySize']);
  });

  it('refuses a request in an environment above the limit of the workload', () => {
    const { workloads } = exampleConfig();
    const config = exampleConfig({
      workloads: { ...workloads, api: { ...workloads['api']!, resources: { limits: { memory: '256Mi' } } } },
      environments: { local: { workloads: { api: { resources: { requests: { memory: '1Gi' } } } } } },
    });
    expect(Object.keys(faultsOf(config))).toEqual(['environments.local.workloads.api.resources.requests.memory']);
  });

  it('refuses two environments in one place, where they would overwrite each other', () => {
    expect(Object.keys(faultsOf(exampleConfig({ environments: { local: {}, other: {} } })))).toEqual(['environments.other']);
    expect(faultsOf(exampleConfig({ environments: { local: {}, other: { namespace: 'elsewhere' }, third: { cluster: minikube() } } }))).toEqual({});
  });

  describe('schedules', () => {
    const schedules = (changes: object) => faultsOf(exampleConfig({ workloads: { ...exampleConfig().workloads, night: cronJob({ image: 'night:v1', schedule: '@daily', ...changes }) } }));

    it.each(['0 3 * * 1-5', '*/15 * * * *', '0,30 8-18/2 1 jan-Mar SUN', '? * * * 6', '@hourly', '@weekly', '59 23 31 12 0'])('are accepted: %s', (schedule) => {
      expect(schedules({ schedule })).toEqual({});
    });

    it.each([
      '', '* * * *', '* * * * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 7', '5-1 * * * *', '*/0 * * * *', '*/-1 * * * *', '1-2-3 * * * *', '1//2 * * * *',
      '@every 1h', '@reboot', 'TZ=UTC * * * * *', '* * * foo *', ' * * * * *', '*  * * * *', '* * * * *\n', '1, * * * *',
    ])('are refused: %j', (schedule) => {
      expect(Object.keys(schedules({ schedule }))).toEqual(['workloads.night.schedule']);
    });

    it.each([['Europe/Berlin', []], ['UTC', []], ['Etc/GMT+5', []], ['Local', ['workloads.night.timeZone']], ['europe/berlin', ['workloads.night.timeZone']], ['Europe/Nowhere', ['workloads.night.timeZone']], ['../etc', ['workloads.night.timeZone']]])(
      'are meant in a time zone that exists: %s',
      (timeZone, faults) => {
        expect(Object.keys(schedules({ timeZone }))).toEqual(faults);
      },
    );
  });

  describe('kinds', () => {
    it('of every sort are accepted together', () => {
      expect(faultsOf(wideConfig())).toEqual({});
    });

    it('differ in an environment only by what they have', () => {
      const environments = { local: { workloads: { printer: { schedule: '@daily' }, 'nightly-report': { replicas: 2 } } } };
      expect(faultsOf({ ...wideConfig(), environments })).toEqual({
        'environments.local.workloads.printer.schedule': 'expected no schedule, which "worker" does not have, found "@daily"',
        'environments.local.workloads.nightly-report.replicas': 'expected no replicas, which "cron-job" does not have, found 2',
      });
    });

    it('that nobody connects to are neither opened nor proxied to', () => {
      expect(faultsOf(exampleConfig({ workloads: { work: worker({ image: 'x:v1' }) }, environments: { local: {} } }))).toEqual({ workloads: 'expected one that people can open: a webApp or a nodeService, found none' });
      const { workloads } = wideConfig();
      expect(Object.keys(faultsOf({ ...wideConfig(), entry: 'printer', workloads: { ...workloads, shop: webApp({ image: 'press-shop:v1', port: 8080, proxy: { '/api': 'printer' } }) } }))).toEqual(['entry', 'workloads.shop.proxy./api']);
    });

    it('leave room in names for what Kubernetes adds', () => {
      const name = 'n'.repeat(52 - 'shop-'.length);
      const longer = `${name}n`;
      const faults = faultsOf(exampleConfig({ workloads: { ...exampleConfig().workloads, [name]: cronJob({ image: 'a:v1', schedule: '@daily' }), [longer]: cronJob({ image: 'b:v1', schedule: '@daily' }) } }));
      expect(faults).toEqual({ [`workloads.${longer}`]: `expected at most 52 characters in the name of a CronJob, found 53 in "shop-${longer}"` });
    });

    it('take no name that the chart makes of another', () => {
      const { workloads } = exampleConfig();
      expect(faultsOf(exampleConfig({ workloads: { ...workloads, 'api-metrics': worker({ image: 'x:v1' }) } }))).toEqual({
        'workloads.api-metrics': 'expected a name that is not taken by the network policy for the metrics of api, found "api-metrics"',
      });
    });
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

  it('never throws anything but a ConfigError, whatever it is given', () => {
    const keys = Object.keys(exampleConfig());
    const anywhere = fc.oneof(
      fc.tuple(fc.constantFrom(...keys), fc.anything()).map(([key, value]) => ({ ...exampleConfig(), [key]: value })),
      fc.record({ workloads: fc.dictionary(fc.string(), fc.anything()), environments: fc.dictionary(fc.string(), fc.anything()) }),
      fc.tuple(fc.constantFrom('port', 'proxy', 'env', 'secrets', 'resources', 'database', 'output', 'kind'), fc.anything()).map(([key, value]) => withApi({ [key]: value })),
      fc.anything(),
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
