import type { Database, Model } from '../../model/model';
import { block, expr, manifests, renderManifest, when, type HelmMap, type HelmValue } from './helm-yaml';
import { chartNames, type ChartNames } from './names';
import { containerSecurity, podDefaults, scratch } from './security';

type InCluster = Extract<Database, { provision: 'in-cluster' }>;

const COMPONENT = 'postgres';
const DATA = '/var/lib/postgresql/data';

/** PostgreSQL with one volume. The volume outlives the release: only its owner deletes data. */
export function renderPostgres(database: InCluster, model: Model): string {
  const names = chartNames(model);
  return manifests(...services(database, names), secretManifest(model, names), volumeClaim(names), statefulSet(database, names));
}

/** What pods of a StatefulSet are named in DNS by. */
const GOVERNING = 'postgres-pods';

/** The address that the app connects to, which stays when the pod changes, and the one that a StatefulSet must have. */
function services({ port }: InCluster, names: ChartNames): string[] {
  const selector = names.selector(COMPONENT);
  const ports = [{ name: 'postgres', port, targetPort: 'postgres', protocol: 'TCP' }];
  const service = (name: string, spec: HelmMap): string => renderManifest({ apiVersion: 'v1', kind: 'Service', metadata: names.metadata(COMPONENT, name), spec: { type: 'ClusterIP', ...spec, selector, ports } });
  return [service(COMPONENT, {}), service(GOVERNING, { clusterIP: 'None' })];
}

/** What `helm upgrade` and `helm uninstall` leave in place when it is no longer in the chart's manifests. */
const KEPT = { annotations: { 'helm.sh/resource-policy': 'keep' } };

/** Kept, as the volume is, which is of no use without it: a deploy that takes the release over names this very Secret. */
function secretManifest({ chart }: Model, names: ChartNames): string {
  return renderManifest(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: names.metadata(COMPONENT, COMPONENT, KEPT),
      type: 'Opaque',
      data: { password: expr(`include "${chart.name}.postgresPassword" . | b64enc | quote`) },
    },
    'not .Values.postgres.existingSecret',
  );
}

/** A claim of its own: those of a StatefulSet's template can never be changed, so a volume could not grow. */
function volumeClaim(names: ChartNames): string {
  return renderManifest({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: names.metadata(COMPONENT, COMPONENT, KEPT),
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...when('.Values.postgres.storage.className', { storageClassName: expr('.Values.postgres.storage.className | quote') }),
      resources: { requests: { storage: expr('.Values.postgres.storage.size | quote') } },
    },
  });
}

/** A StatefulSet never runs two pods at once, which would be two servers on one volume. */
function statefulSet(database: InCluster, names: ChartNames): string {
  return renderManifest({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: names.metadata(COMPONENT, COMPONENT),
    spec: {
      replicas: 1,
      serviceName: names.object(GOVERNING),
      revisionHistoryLimit: 5,
      selector: { matchLabels: names.selector(COMPONENT) },
      template: {
        metadata: { labels: names.podLabels(COMPONENT), annotations: { 'kubectl.kubernetes.io/default-container': COMPONENT } },
        spec: podSpec(database, names),
      },
    },
  });
}

function podSpec(database: InCluster, names: ChartNames): HelmMap {
  return {
    ...podDefaults(names.object(COMPONENT)),
    terminationGracePeriodSeconds: 60,
    containers: [container(database, names)],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: names.object(COMPONENT) } },
      scratch('tmp'),
      scratch('run', '16Mi'),
      { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
    ],
  };
}

function container(database: InCluster, names: ChartNames): HelmValue {
  const image = '.Values.postgres.image';
  return {
    name: COMPONENT,
    image: names.image(image),
    imagePullPolicy: names.pullPolicy(image),
    securityContext: containerSecurity,
    ports: [{ name: 'postgres', containerPort: database.port, protocol: 'TCP' }],
    env: environment(database, names),
    ...probes(database),
    resources: block('toYaml .Values.postgres.resources'),
    volumeMounts: [
      { name: 'data', mountPath: DATA },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'run', mountPath: '/var/run/postgresql' },
      { name: 'shm', mountPath: '/dev/shm' },
    ],
  };
}

function environment({ user, databaseName }: InCluster, names: ChartNames): HelmValue[] {
  return [
    { name: 'POSTGRES_USER', value: user },
    { name: 'POSTGRES_DB', value: databaseName },
    { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: names.postgresSecret, key: 'password' } } },
    // A folder below the mount: the volume's own root may hold lost+found, and may not be ours.
    { name: 'PGDATA', value: `${DATA}/pgdata` },
  ];
}

function probes({ port, user, databaseName }: InCluster): HelmMap {
  // An open port is enough to count as started and alive: recovering after a crash may take long, and must not be cut short.
  const open = { tcpSocket: { port: 'postgres' } };
  const ready = { exec: { command: ['pg_isready', '-q', '-h', '127.0.0.1', '-p', `${port}`, '-U', user, '-d', databaseName] } };
  return {
    startupProbe: { ...open, periodSeconds: 1, timeoutSeconds: 3, failureThreshold: 300 },
    readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 },
    livenessProbe: { ...open, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 6 },
  };
}
