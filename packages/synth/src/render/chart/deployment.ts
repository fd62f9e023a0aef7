import type { HttpProbe, Model, Workload } from '../../model/model';
import { block, expr, renderManifest, when, type HelmValue } from './helm-yaml';
import { chartNames, valueOf, type ChartNames } from './names';
import { containerSecurity, podSecurity, scratch } from './security';

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
        metadata: {
          labels: names.labels(name),
          annotations: annotations(workload),
        },
        spec: podSpec(workload, model, names),
      },
    },
  });
}

function annotations(workload: Workload): HelmValue {
  const checksum = (template: string): HelmValue => expr(`include (print $.Template.BasePath "/${template}") . | sha256sum`);
  return {
    'kubectl.kubernetes.io/default-container': workload.name,
    ...(workload.kind === 'web-app' ? { 'checksum/config': checksum(`${workload.name}-config.yaml`) } : {}),
    // A Secret made elsewhere is named by its content, so that its name changes with it.
    ...(workload.secrets.length > 0 ? when('not .Values.secrets.existingSecret', { 'checksum/secret': checksum('secrets.yaml') }) : {}),
  };
}

function podSpec(workload: Workload, model: Model, names: ChartNames): HelmValue {
  const { name } = workload;
  return {
    serviceAccountName: expr(`printf "%s-${name}" (${names.fullname})`),
    automountServiceAccountToken: false,
    // A Service called `database` would otherwise set DATABASE_* in every container.
    enableServiceLinks: false,
    ...when('.Values.imagePullSecrets', { imagePullSecrets: block('toYaml .Values.imagePullSecrets') }),
    terminationGracePeriodSeconds: workload.terminationGracePeriodSeconds,
    securityContext: podSecurity,
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: names.selector(name) } } }] } },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: names.selector(name) } }],
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
    env: environment(workload, model, names),
    // Endpoints are withdrawn while it sleeps; it serves until every proxy knows.
    lifecycle: { preStop: { sleep: { seconds: workload.drainSeconds } } },
    startupProbe: httpProbe(probes.startup),
    livenessProbe: httpProbe(probes.liveness),
    readinessProbe: httpProbe(probes.readiness),
    resources: block(`toYaml ${valueOf(name, 'resources')}`),
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(workload.kind === 'web-app' ? [{ name: 'config', mountPath: '/etc/nginx/nginx.conf', subPath: 'nginx.conf', readOnly: true }] : []),
    ],
  };
}

function metricsPort({ metricsPort: port }: Workload): HelmValue[] {
  return port > 0 ? [{ name: 'metrics', containerPort: port, protocol: 'TCP' }] : [];
}

function environment(workload: Workload, model: Model, names: ChartNames): HelmValue[] {
  const server = workload.kind === 'node-service'
    ? [{ name: 'NODE_ENV', value: 'production' }, { name: 'PORT', value: `${workload.port}` }, ...(workload.metricsPort > 0 ? [{ name: 'METRICS_PORT', value: `${workload.metricsPort}` }] : [])]
    : [];
  const plain = workload.env.map(({ name, value }) => ({ name, value: expr(`${JSON.stringify(value)} | quote`) }));
  const secret = workload.secrets.map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: names.envSecret, key: name, ...(isRequired(name, model) ? {} : { optional: true }) } },
  }));
  return [...server, ...plain, ...secret];
}

/** What is computed from the database is always there, so a Secret without it is a fault. */
function isRequired(name: string, { secrets }: Model): boolean {
  return secrets.some((secret) => secret.name === name && (secret.required || secret.source === 'database'));
}

function httpProbe({ path, ...timing }: HttpProbe): HelmValue {
  return { httpGet: { path, port: 'http' }, ...timing };
}
