import type { Model, Workload } from '../../model/model';
import { manifests, renderManifest, type HelmValue } from './helm-yaml';
import { chartNames } from './names';

const DNS: HelmValue = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }],
};

/** Public addresses only: not the cluster, not the machine's network, not the cloud's metadata service. */
const PRIVATE_RANGES = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const PUBLIC_HTTPS: HelmValue = {
  to: [{ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE_RANGES } }],
  ports: [{ port: 443, protocol: 'TCP' }],
};

const ENABLED = '.Values.networkPolicy.enabled';

/** One policy per component: in only from its callers, out only to what it needs. */
export function renderNetworkPolicies(model: Model): string {
  return manifests(...model.workloads.map((workload) => workloadPolicy(workload, model)), ...databasePolicy(model), ...testPolicy(model));
}

function policy(model: Model, component: string, rules: { readonly ingress: HelmValue; readonly egress: HelmValue }): string {
  const names = chartNames(model);
  return renderManifest(
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: names.metadata(component, component),
      spec: { podSelector: { matchLabels: names.selector(component) }, policyTypes: ['Ingress', 'Egress'], ...rules },
    },
    ENABLED,
  );
}

const pods = (model: Model, component: string): HelmValue => ({ podSelector: { matchLabels: chartNames(model).selector(component) } });

function workloadPolicy(workload: Workload, model: Model): string {
  const http = { port: 'http', protocol: 'TCP' };
  const callers = workload.callers.length > 0 ? [{ from: [...workload.callers, 'test'].map((caller) => pods(model, caller)), ports: [http] }] : [{ ports: [http] }];
  // Metrics are for a monitoring system, which lives in a namespace of its own.
  const metrics = workload.metricsPort > 0 ? [{ from: [{ namespaceSelector: {} }], ports: [{ port: 'metrics', protocol: 'TCP' }] }] : [];
  const targets = workload.kind === 'web-app' ? [...new Set(workload.proxy.map(({ workload: target }) => target))] : [];
  return policy(model, workload.name, {
    ingress: [...callers, ...metrics],
    egress: [
      DNS,
      ...targets.map((target) => ({ to: [pods(model, target)], ports: [http] })),
      ...databaseEgress(workload, model),
      ...(workload.publicEgress ? [PUBLIC_HTTPS] : []),
    ],
  });
}

function databaseEgress({ usesDatabase }: Workload, model: Model): HelmValue[] {
  if (!usesDatabase || model.database.provision === 'none') return [];
  if (model.database.provision === 'in-cluster') return [{ to: [pods(model, 'postgres')], ports: [{ port: 'postgres', protocol: 'TCP' }] }];
  // Where an external database is, only its URL says; its usual port is all that can be held to.
  return [{ ports: [{ port: 5432, protocol: 'TCP' }] }];
}

function databasePolicy(model: Model): string[] {
  if (model.database.provision !== 'in-cluster') return [];
  const users = model.workloads.filter(({ usesDatabase }) => usesDatabase).map(({ name }) => pods(model, name));
  return [policy(model, 'postgres', { ingress: [{ from: users, ports: [{ port: 'postgres', protocol: 'TCP' }] }], egress: [] })];
}

function testPolicy(model: Model): string[] {
  const targets = model.workloads.map(({ name }) => ({ to: [pods(model, name)], ports: [{ port: 'http', protocol: 'TCP' }] }));
  return [policy(model, 'test', { ingress: [], egress: [DNS, ...targets] })];
}
