import type { Database, Model } from '../../model/model';
import { block, expr, manifests, renderManifest, when, type HelmValue } from './helm-yaml';
import { chartNames, type ChartNames } from './names';
import { containerSecurity, podSecurity, scratch } from './security';

type InCluster = Extract<Database, { provision: 'in-cluster' }>;

const COMPONENT = 'postgres';
const DATA = '/var/lib/postgresql/data';

/** PostgreSQL with one volume. The volume outlives the release: only its owner deletes data. */
export function renderPostgres(database: InCluster, model: Model): string {
  const names = chartNames(model);
  return manifests(serviceManifest(database, names), secretManifest(model, names), statefulSet(database, names));
}

function serviceManifest({ port }: InCluster, names: ChartNames): string {
  return renderManifest({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: names.metadata(COMPONENT, COMPONENT),
    spec: { type: 'ClusterIP', selector: names.selector(COMPONENT), ports: [{ name: 'postgres', port, targetPort: 'postgres', protocol: 'TCP' }] },
  });
}

function secretManifest({ chart }: Model, names: ChartNames): string {
  return renderManifest(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: names.metadata(COMPONENT, COMPONENT),
      type: 'Opaque',
      stringData: { password: expr(`include "${chart.name}.postgresPassword" . | quote`) },
    },
    'not .Values.postgres.existingSecret',
  );
}

function statefulSet(database: InCluster, names: ChartNames): string {
  return renderManifest({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: names.metadata(COMPONENT, COMPONENT),
    spec: {
      replicas: 1,
      serviceName: names.object(COMPONENT),
      revisionHistoryLimit: 5,
      selector: { matchLabels: names.selector(COMPONENT) },
      template: {
        metadata: { labels: names.labels(COMPONENT), annotations: { 'kubectl.kubernetes.io/default-container': COMPONENT } },
        spec: podSpec(database, names),
      },
      volumeClaimTemplates: [volumeClaim(names)],
    },
  });
}

function volumeClaim(names: ChartNames): HelmValue {
  return {
    metadata: { name: 'data', labels: names.selector(COMPONENT) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...when('.Values.postgres.storage.className', { storageClassName: expr('.Values.postgres.storage.className') }),
      resources: { requests: { storage: expr('.Values.postgres.storage.size') } },
    },
  };
}

function podSpec(database: InCluster, names: ChartNames): HelmValue {
  return {
    serviceAccountName: names.object(COMPONENT),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...when('.Values.imagePullSecrets', { imagePullSecrets: block('toYaml .Values.imagePullSecrets') }),
    terminationGracePeriodSeconds: 60,
    securityContext: podSecurity,
    containers: [container(database, names)],
    volumes: [scratch('tmp'), scratch('run', '16Mi'), { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }],
  };
}

function container({ port, user, databaseName }: InCluster, names: ChartNames): HelmValue {
  const image = '.Values.postgres.image';
  // Over TCP: while it initializes, the server listens on its socket only.
  const ready = { exec: { command: ['pg_isready', '-q', '-h', '127.0.0.1', '-p', `${port}`, '-U', user, '-d', databaseName] } };
  return {
    name: COMPONENT,
    image: names.image(image),
    imagePullPolicy: names.pullPolicy(image),
    securityContext: containerSecurity,
    ports: [{ name: 'postgres', containerPort: port, protocol: 'TCP' }],
    env: [
      { name: 'POSTGRES_USER', value: user },
      { name: 'POSTGRES_DB', value: databaseName },
      { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: names.postgresSecret, key: 'password' } } },
      // A folder below the mount: the volume's own root may hold lost+found, and may not be ours.
      { name: 'PGDATA', value: `${DATA}/pgdata` },
    ],
    startupProbe: { ...ready, periodSeconds: 1, timeoutSeconds: 3, failureThreshold: 120 },
    readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
    // A port that accepts is enough to be left alive: a restart never helps an overloaded database.
    livenessProbe: { tcpSocket: { port: 'postgres' }, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 6 },
    resources: block('toYaml .Values.postgres.resources'),
    volumeMounts: [
      { name: 'data', mountPath: DATA },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'run', mountPath: '/var/run/postgresql' },
      { name: 'shm', mountPath: '/dev/shm' },
    ],
  };
}
