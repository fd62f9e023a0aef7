import type { Config } from '../../src/config';
import { nodeService } from '../../src/config-kinds';
import { exampleConfig } from '../example';
import { faultsOf } from '../faults';

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
