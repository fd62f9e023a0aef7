import type { HttpProbe, Model, Probes, Workload } from '../../model/model';
import { workloadEnvironment } from './environment';
import { block, entriesOf, expr, renderManifest, when, type HelmMap, type HelmValue } from './helm-yaml';
import { chartNames, valueOf, type ChartNames } from './names';
import { containerSecurity, podDefaults, scratch } from './security';

export function renderDeployment(workload: Workload, model: Model): string {
  const names = chartNames(model);
  const { name } = workload;
  return renderManifest({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: names.metadata(name, name),
    spec: {
      replicas: expr(valueOf(name, 'replicaCount')),
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: 300,
      // The old pods serve until the new ones do.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      selector: { matchLabels: names.selector(name) },
      template: {
        metadata: { labels: names.podLabels(name), annotations: annotations(workload) },
        spec: podSpec(workload, model, names),
      },
    },
  });
}

function annotations(workload: Workload): HelmValue {
  const { name, kind, metricsPort, secrets } = workload;
  const checksum = (template: string): HelmValue => expr(`include (print $.Template.BasePath "/${template}") . | sha256sum`);
  return {
    'kubectl.kubernetes.io/default-container': name,
    ...(metricsPort > 0 ? { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${metricsPort}`, 'prometheus.io/path': '/metrics' } : {}),
    ...(kind === 'web-app' ? { 'checksum/config': checksum(`${name}-config.yaml`) } : {}),
    // A Secret made elsewhere is named by its content, so that its name changes with it.
    ...(secrets.length > 0 ? when('not .Values.secrets.existingSecret', { 'checksum/secret': checksum('secrets.yaml') }) : {}),
    ...entriesOf(valueOf(name, 'podAnnotations')),
  };
}

function podSpec(workload: Workload, model: Model, names: ChartNames): HelmValue {
  const { name } = workload;
  const spread: HelmMap = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: names.selector(name) } };
  return {
    ...podDefaults(names.object(name)),
    terminationGracePeriodSeconds: workload.terminationGracePeriodSeconds,
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: spread }] } },
    topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', ...spread }],
    containers: [container(workload, model, names)],
    volumes: [scratch('tmp'), ...(workload.kind === 'web-app' ? [{ name: 'config', configMap: { name: names.object(`${name}-config`) } }] : [])],
  };
}

function container(workload: Workload, model: Model, names: ChartNames): HelmValue {
  const { name, probes } = workload;
  const image = valueOf(name, 'image');
  return {
    name,
    image: names.image(image),
    imagePullPolicy: names.pullPolicy(image),
    securityContext: containerSecurity,
    ports: [{ name: 'http', containerPort: workload.port, protocol: 'TCP' }, ...metricsPort(workload)],
    env: workloadEnvironment(workload, model, names.envSecret),
    ...drain(workload),
    ...renderProbes(probes),
    resources: block(`toYaml ${valueOf(name, 'resources')}`),
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(workload.kind === 'web-app' ? [{ name: 'config', mountPath: '/etc/nginx/nginx.conf', subPath: 'nginx.conf', readOnly: true }] : []),
    ],
  };
}

/** Endpoints are withdrawn while the hook sleeps; the pod serves until every proxy knows. */
function drain({ drainSeconds: seconds }: Workload): HelmMap {
  return seconds > 0 ? { lifecycle: { preStop: { sleep: { seconds } } } } : {};
}

function metricsPort({ metricsPort: port }: Workload): HelmValue[] {
  return port > 0 ? [{ name: 'metrics', containerPort: port, protocol: 'TCP' }] : [];
}

/** Where one path answers for both, an open port is enough to be left alive: what is slow is taken out, not killed. */
function renderProbes({ startup, liveness, readiness }: Probes): HelmMap {
  const http = ({ path, ...timing }: HttpProbe): HelmMap => ({ httpGet: { path, port: 'http' }, ...timing });
  const open = ({ path: _path, ...timing }: HttpProbe): HelmMap => ({ tcpSocket: { port: 'http' }, ...timing });
  const distinct = liveness.path !== readiness.path;
  return { startupProbe: http(startup), livenessProbe: distinct ? http(liveness) : open(liveness), readinessProbe: http(readiness) };
}
