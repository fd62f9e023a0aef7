import { context } from '../../src/config-clusters';
import { nodeService } from '../../src/config-kinds';
import { exampleConfig } from '../example';
import { faultsOf, withApi, withPage } from '../faults';

describe('workloads', () => {
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

  it.each(['0', '1', '1.5Mi', '10G', '2MB', 2_000_000, ''])('refuses a size of bodies that is none: %p', (maxBodySize) => {
    expect(Object.keys(faultsOf(withPage({ maxBodySize })))).toEqual(['workloads.page.maxBodySize']);
  });
});
