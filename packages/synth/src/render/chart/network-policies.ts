import type { Model, Workload } from '../../model/model';
import { testRunner } from './connection-test';
import { expr, manifests, renderManifest, type HelmMap, type HelmValue } from './helm-yaml';
import { chartNames } from './names';

const DNS_PORTS: HelmValue = [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }];
/** The cluster's name server, and the cache that some clusters run at this address of every node. @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/ */
const DNS: HelmValue = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }, { ipBlock: { cidr: '169.254.20.10/32' } }],
  ports: DNS_PORTS,
};

/** Public addresses only: not the cluster, not the machine's network, not the cloud's metadata service. */
const PUBLIC_HTTPS: HelmValue = {
  to: [
    { ipBlock: { cidr: '0.0.0.0/0', except: ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/3'] } },
    { ipBlock: { cidr: '::/0', except: ['::/127', '64:ff9b::/96', 'fc00::/7', 'fe80::/10', 'ff00::/8'] } },
  ],
  ports: [{ port: 443, protocol: 'TCP' }],
};

const HTTP: HelmValue = { port: 'http', protocol: 'TCP' };
const POSTGRES: HelmValue = { port: 'postgres', protocol: 'TCP' };

const ENABLED = '.Values.networkPolicy.enabled';
const METRICS_NAMESPACE = '.Values.networkPolicy.metricsNamespace';

/** One policy per component: in only from its callers, out only to what it needs. */
export function renderNetworkPolicies(model: Model): string {
  return manifests(
    ...model.workloads.map((workload) => workloadPolicy(workload, model)),
    ...model.workloads.filter(({ metricsPort }) => metricsPort > 0).map((workload) => metricsPolicy(workload, model)),
    ...databasePolicy(model),
    ...testPolicy(model),
  );
}

interface Policy {
  readonly component: string;
  /** Default: the component's. */
  readonly name?: string;
  /** Default: the policies are on. */
  readonly condition?: string;
  readonly ingress: HelmValue;
  /** Absent: the policy says nothing about what goes out. */
  readonly egress?: HelmValue;
}

function policy(model: Model, { component, name = component, condition = ENABLED, ...rules }: Policy): string {
  const names = chartNames(model);
  const policyTypes = ['Ingress', ...('egress' in rules ? ['Egress'] : [])];
  return renderManifest(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: names.metadata(component, name),
      spec: { podSelector: { matchLabels: names.selector(component) }, policyTypes, ...rules } as HelmMap,
    },
    condition,
  );
}

const pods = (model: Model, component: string): HelmValue => ({ podSelector: { matchLabels: chartNames(model).selector(component) } });

function workloadPolicy(workload: Workload, model: Model): string {
  return policy(model, {
    component: workload.name,
    ingress: callersOf(workload, model),
    egress: [
      DNS,
      ...targetsOf(workload).map((target) => ({ to: [pods(model, target)], ports: [HTTP] })),
      ...databaseEgress(workload, model),
      ...(workload.publicEgress ? [PUBLIC_HTTPS] : []),
    ],
  });
}

/** An empty list means nobody; one rule without peers, anybody. */
function callersOf(workload: Workload, model: Model): HelmValue[] {
  if (workload.runs !== 'server') return [];
  const { callers } = workload;
  return [callers.length > 0 ? { from: [...callers, 'test'].map((caller) => pods(model, caller)), ports: [HTTP] } : { ports: [HTTP] }];
}

const targetsOf = (workload: Workload): string[] => (workload.runs === 'server' ? [...new Set(workload.proxy.map(({ workload: target }) => target))] : []);

/** Metrics are for a monitoring system, which lives in a namespace of its own. */
function metricsPolicy({ name }: Workload, model: Model): string {
  const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': expr(`${METRICS_NAMESPACE} | quote`) } } }];
  return policy(model, {
    component: name,
    name: `${name}-metrics`,
    condition: `and ${ENABLED} ${METRICS_NAMESPACE}`,
    ingress: [{ from, ports: [{ port: 'metrics', protocol: 'TCP' }] }],
  });
}

function databaseEgress({ usesDatabase }: Workload, model: Model): HelmValue[] {
  if (!usesDatabase || model.database.provision === 'none') return [];
  if (model.database.provision === 'in-cluster') return [{ to: [pods(model, 'postgres')], ports: [POSTGRES] }];
  return [
    {
      to: [{ ipBlock: { cidr: expr('.Values.networkPolicy.databaseCidr | quote') } }],
      ports: [{ port: expr('.Values.networkPolicy.databasePort'), protocol: 'TCP' }],
    },
  ];
}

function databasePolicy(model: Model): string[] {
  if (model.database.provision !== 'in-cluster') return [];
  const users = model.workloads.filter(({ usesDatabase }) => usesDatabase).map(({ name }) => pods(model, name));
  // An empty list of peers would mean everybody.
  const ingress = users.length > 0 ? [{ from: users, ports: [POSTGRES] }] : [];
  return [policy(model, { component: 'postgres', ingress, egress: [] })];
}

function testPolicy(model: Model): string[] {
  if (testRunner(model) === undefined) return [];
  const targets = model.workloads.filter(({ runs }) => runs === 'server').map(({ name }) => ({ to: [pods(model, name)], ports: [HTTP] }));
  return [policy(model, { component: 'test', ingress: [], egress: [DNS, ...targets] })];
}
