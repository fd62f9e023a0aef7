import { auto, context, kind, minikube } from '../../src/config-clusters';
import { postgres } from '../../src/config';
import { exampleConfig, exampleModel } from '../example';
import { faultsOf } from '../faults';

describe('environments', () => {
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
    for (const [one, other] of [['auto', auto()], [minikube(), minikube({ profile: 'minikube' })], [kind(), kind({ name: 'kind' })], [context('x'), context('x', { identity: '6f1f4dfc-1f0a-4b8e-9d3c-2f1c7a5b9e10' })]] as const) {
      expect(Object.keys(faultsOf(exampleConfig({ environments: { local: { cluster: one }, other: { cluster: other } } })))).toEqual(['environments.other']);
    }
    expect(faultsOf(exampleConfig({ environments: { local: {}, other: { namespace: 'elsewhere' }, third: { cluster: minikube() } } }))).toEqual({});
  });
});
