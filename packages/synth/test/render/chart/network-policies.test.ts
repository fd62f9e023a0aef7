import { exampleModel } from '../../example';
import { find, PASSWORD, pods, template, type KubeObject } from './helm';

const model = exampleModel();
const objects = template(model, ...PASSWORD);
const policies = (among = objects): KubeObject[] => among.filter(({ kind }) => kind === 'NetworkPolicy');

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: string | number }[];
}
interface Peer {
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

const rules = (name: string, direction: 'ingress' | 'egress', among = objects): readonly Rule[] => find(among, 'NetworkPolicy', name).spec[direction] as Rule[];
const describePeer = ({ podSelector, namespaceSelector, ipBlock }: Peer): string =>
  podSelector?.matchLabels['app.kubernetes.io/component'] ?? namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] ?? ipBlock?.cidr ?? 'anybody';
const flows = (list: readonly Rule[]): string[] =>
  list.flatMap(({ from, to, ports = [] }) => (from ?? to ?? [{}]).map((peer) => `${describePeer(peer)}:${[...new Set(ports.map(({ port }) => port))].join('+')}`));

const DNS = ['kube-system:53', '169.254.20.10/32:53'];

describe('network policies', () => {
  it('isolate every pod, in both directions', () => {
    for (const { labels } of pods(objects)) {
      const isolating = policies().filter(({ spec }) => Object.entries((spec['podSelector'] as { matchLabels: object }).matchLabels).every(([key, value]) => labels[key] === value));
      expect(isolating.map(({ spec }) => spec['policyTypes'])).toEqual([['Ingress', 'Egress']]);
    }
  });

  it.each([
    ['shop-page', ['anybody:http'], [...DNS, 'api:http']],
    ['shop-api', ['page:http', 'test:http'], [...DNS, 'postgres:postgres', '0.0.0.0/0:443', '::/0:443']],
    ['shop-postgres', ['api:postgres'], []],
    ['shop-test', [], [...DNS, 'api:http', 'page:http']],
  ])('let into and out of %s only what it is for', (name, ingress, egress) => {
    expect(flows(rules(name, 'ingress'))).toEqual(ingress);
    expect(flows(rules(name, 'egress'))).toEqual(egress);
  });

  it('keep public egress off private networks and the cloud\'s metadata service', () => {
    const block = rules('shop-api', 'egress').flatMap(({ to = [] }) => to).find(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0')!.ipBlock!;
    expect(block.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '127.0.0.0/8']));
  });

  it('open metrics to one namespace, once it is named', () => {
    const rendered = template(model, ...PASSWORD, '--set', 'networkPolicy.metricsNamespace=monitoring');
    expect(flows(rules('shop-api-metrics', 'ingress', rendered))).toEqual(['monitoring:metrics']);
    expect(policies().map(({ metadata }) => metadata.name)).not.toContain('shop-api-metrics');
  });

  it('hold an external database to its network and port', () => {
    const external = exampleModel({ database: { provision: 'external' } });
    const rendered = template(external, '--set', 'secrets.DATABASE_URL=x,networkPolicy.databaseCidr=10.9.0.0/16,networkPolicy.databasePort=6432');
    expect(flows(rules('shop-api', 'egress', rendered))).toContain('10.9.0.0/16:6432');
  });

  it('let nobody into a database that nobody uses', () => {
    const { workloads, ...rest } = model;
    const unused = { ...rest, workloads: workloads.map((workload) => ({ ...workload, usesDatabase: false })) };
    expect(rules('shop-postgres', 'ingress', template(unused, ...PASSWORD))).toEqual([]);
  });

  it('can be left out', () => {
    expect(policies(template(model, ...PASSWORD, '--set', 'networkPolicy.enabled=false'))).toEqual([]);
  });
});
