import type { Model, Workload } from '../../model/model';
import { workloadEnvironment } from './environment';
import { block, entriesOf, expr, when, type HelmMap, type HelmValue } from './helm-yaml';
import { chartNames, valueOf, type ChartNames } from './names';
import { renderProbes } from './probes';
import { containerSecurity, podDefaults, scratch } from './security';

/** The pods of a workload, as its Deployment or CronJob describes them; `more` goes into their spec. */
export function podTemplate(workload: Workload, model: Model, more: HelmMap): HelmMap {
  const names = chartNames(model);
  const { name } = workload;
  return {
    metadata: { labels: names.podLabels(name), annotations: annotations(workload) },
    spec: {
      ...podDefaults(names.object(name)),
      terminationGracePeriodSeconds: workload.terminationGracePeriodSeconds,
      ...more,
      containers: [container(workload, model, names)],
      volumes: [scratch('tmp'), ...(workload.dockerfile === 'nginx' ? [{ name: 'config', configMap: { name: names.object(`${name}-config`) } }] : [])],
    },
  };
}

function annotations(workload: Workload): HelmValue {
  const { name, dockerfile, metricsPort, secrets } = workload;
  const checksum = (template: string): HelmValue => expr(`include (print $.Template.BasePath "/${template}") . | sha256sum`);
  return {
    'kubectl.kubernetes.io/default-container': name,
    ...(metricsPort > 0 ? { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}`, 'prometheus.io/path': '/metrics' } : {}),
    ...(dockerfile === 'nginx' ? { 'checksum/config': checksum(`${name}-config.yaml`) } : {}),
    // A Secret made elsewhere is named by its content, so that its name changes with it.
    ...(secrets.length > 0 ? when('not .Values.secrets.existingSecret', { 'checksum/secret': checksum('secrets.yaml') }) : {}),
    ...entriesOf(valueOf(name, 'podAnnotations')),
  };
}

function container(workload: Workload, model: Model, names: ChartNames): HelmValue {
  const { name } = workload;
  const image = valueOf(name, 'image');
  const ports = containerPorts(workload);
  return {
    name,
    image: names.image(image),
    imagePullPolicy: names.pullPolicy(image),
    securityContext: containerSecurity,
    ...(ports.length > 0 ? { ports } : {}),
    env: workloadEnvironment(workload, model, names.envSecret),
    ...drain(workload),
    ...renderProbes(workload),
    resources: block(`toYaml ${valueOf(name, 'resources')}`),
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(workload.dockerfile === 'nginx' ? [{ name: 'config', mountPath: '/etc/nginx/nginx.conf', subPath: 'nginx.conf', readOnly: true }] : []),
    ],
  };
}

function containerPorts(workload: Workload): HelmValue[] {
  return [
    ...(workload.runs === 'server' ? [{ name: 'http', containerPort: workload.port, protocol: 'TCP' }] : []),
    ...(workload.metricsPort > 0 ? [{ name: 'metrics', containerPort: workload.metricsPort, protocol: 'TCP' }] : []),
  ];
}

/** Endpoints are withdrawn while the hook sleeps; the pod serves until every proxy knows. */
function drain(workload: Workload): HelmMap {
  if (workload.runs !== 'server' || workload.drainSeconds === 0) return {};
  return { lifecycle: { preStop: { sleep: { seconds: workload.drainSeconds } } } };
}
