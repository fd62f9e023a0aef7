import { join } from 'node:path';
import { exampleModel, wideModel } from '../../example';
import { find, INGRESS, PASSWORD, podOf, pods, template, writeFiles } from './helm';

const objects = template(exampleModel(), ...PASSWORD, ...INGRESS);
const wide = template(wideModel(), '--set', 'secrets.DATABASE_URL=postgres://u:p@db/d,secrets.PAYMENT_KEY=k', ...INGRESS);
const all = pods(objects);
/** Of every kind of workload, by the name that its objects have. */
const every = [...all.map((pod) => [`shop-${pod.component}`, pod] as const), ...pods(wide).map((pod) => [`shop-press-${pod.component}`, pod] as const)];

describe('every pod of the chart', () => {
  it('is one of the workloads, the database or the test', () => {
    expect(all.map(({ component }) => component).sort()).toEqual(['api', 'page', 'postgres', 'test']);
    expect(pods(wide).map(({ component }) => component).sort()).toEqual(['nightly-report', 'orders', 'printer', 'shop', 'test']);
  });

  it.each(every)('runs %s as Pod Security `restricted` demands, and more', (_, { spec }) => {
    expect(spec['securityContext']).toEqual({
      runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch', seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers).toHaveLength(1);
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] },
    });
    expect(spec.containers[0].volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
  });

  it.each(every)('keeps %s off the node', (_, { spec }) => {
    expect([spec['hostNetwork'], spec['hostPID'], spec['hostIPC']]).toEqual([undefined, undefined, undefined]);
    for (const { hostPath, emptyDir } of spec.volumes) {
      expect(hostPath).toBeUndefined();
      if (emptyDir) expect(emptyDir.sizeLimit).toMatch(/^\d+Mi$/);
    }
    for (const { containerPort, hostPort } of spec.containers[0].ports ?? []) {
      expect(hostPort).toBeUndefined();
      expect(containerPort).toBeGreaterThanOrEqual(1024);
    }
  });

  it.each(every)('gives %s an account of its own that may do nothing', (name, { spec }) => {
    expect(spec).toMatchObject({ serviceAccountName: name, automountServiceAccountToken: false, enableServiceLinks: false });
    expect(find([...objects, ...wide], 'ServiceAccount', name)['automountServiceAccountToken']).toBe(false);
    expect([...objects, ...wide].filter(({ kind }) => /Role/.test(kind))).toEqual([]);
  });

  it.each(every)('bounds what %s uses', (_, { spec }) => {
    const { requests, limits } = spec.containers[0].resources;
    for (const list of [requests, limits]) expect(Object.keys(list).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
  });

  it('carries labels that a new version of the chart does not change', () => {
    for (const { labels } of all.filter(({ component }) => component !== 'test')) {
      expect(Object.keys(labels).sort()).toEqual(['component', 'instance', 'managed-by', 'name', 'part-of'].map((name) => `app.kubernetes.io/${name}`));
    }
  });
});

describe('the pods of workloads', () => {
  it('are probed for life without the database, for readiness with it, by the name of the port', () => {
    const [container] = podOf(objects, 'api').spec.containers;
    expect(container['startupProbe']).toMatchObject({ httpGet: { path: '/livez', port: 'http' } });
    expect(container['livenessProbe']).toMatchObject({ httpGet: { path: '/livez', port: 'http' } });
    expect(container['readinessProbe']).toMatchObject({ httpGet: { path: '/readyz', port: 'http' } });
  });

  it('are left alive while their port is open, where one path would answer for both', () => {
    const [container] = podOf(objects, 'page').spec.containers;
    expect(container['livenessProbe']).toMatchObject({ tcpSocket: { port: 'http' } });
    expect(container['readinessProbe']).toMatchObject({ httpGet: { path: '/healthz', port: 'http' } });
  });

  it('serve while proxies learn that they go, and end within the grace period', () => {
    for (const component of ['api', 'page']) {
      const { spec } = podOf(objects, component);
      expect(spec.containers[0]['lifecycle']).toEqual({ preStop: { sleep: { seconds: 5 } } });
      expect(spec['terminationGracePeriodSeconds']).toBe(30);
    }
  });

  it('do not wait to end where no draining is configured, since older clusters refuse a sleep of nothing', () => {
    const { workloads: [api, page], ...model } = exampleModel();
    const calm = { ...model, workloads: [{ ...api!, drainSeconds: 0 }, page!] };
    expect(podOf(template(calm, ...PASSWORD), 'api').spec.containers[0]['lifecycle']).toBeUndefined();
  });

  it('roll without a gap, and fail in bounded time', () => {
    for (const name of ['shop-api', 'shop-page']) {
      expect(find(objects, 'Deployment', name).spec).toMatchObject({
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } }, progressDeadlineSeconds: 300, revisionHistoryLimit: 5,
      });
    }
  });

  it('prefer nodes apart, without insisting', () => {
    const { spec } = podOf(objects, 'api');
    expect(JSON.stringify(spec['affinity'])).toContain('"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100');
    expect(spec['topologySpreadConstraints']).toMatchObject([{ topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' }]);
  });

  it('get secrets by reference only, and the rest as plain variables', () => {
    const [{ env = [] }] = podOf(objects, 'api').spec.containers;
    expect(env.filter(({ value }) => value !== undefined)).toEqual([
      { name: 'NODE_ENV', value: 'production' }, { name: 'PORT', value: '3000' }, { name: 'METRICS_PORT', value: '9464' }, { name: 'LOG_LEVEL', value: 'info' },
    ]);
    expect(env.filter(({ valueFrom }) => valueFrom)).toEqual([
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'shop-env', key: 'DATABASE_URL' } } },
      { name: 'PAYMENT_KEY', valueFrom: { secretKeyRef: { name: 'shop-env', key: 'PAYMENT_KEY', optional: true } } },
    ]);
    expect(podOf(objects, 'page').spec.containers[0].env).toEqual([]);
  });

  it('get the variables that values set, and not those that only environments have where they are empty', () => {
    const variables = (...args: string[]) => podOf(template(wideModel(), '--set', 'secrets.DATABASE_URL=postgres://u:p@db/d,secrets.PAYMENT_KEY=k', ...args), 'orders').spec.containers[0].env?.filter(({ name }) => ['CURRENCY', 'SUPPORT_URL'].includes(name));
    expect(variables()).toEqual([{ name: 'CURRENCY', value: 'EUR' }]);
    expect(variables('--set', 'orders.env.CURRENCY=')).toEqual([{ name: 'CURRENCY', value: '' }]);
    const production = wideModel().environments.find(({ name }) => name === 'production')?.values;
    const file = join(writeFiles('values', { 'production.json': JSON.stringify(production) }), 'production.json');
    expect(variables('--values', file)).toEqual([{ name: 'CURRENCY', value: 'EUR' }, { name: 'SUPPORT_URL', value: 'https://press.example.com/help' }]);
  });

  it('restart when the configuration that the chart renders changes, and not otherwise', () => {
    const checksum = (component: string, key: string, ...args: string[]): string | undefined => podOf(template(exampleModel(), ...args), component).annotations[`checksum/${key}`];
    expect(checksum('api', 'secret', '--set', 'postgres.password=a')).not.toBe(checksum('api', 'secret', '--set', 'postgres.password=b'));
    expect(checksum('api', 'secret', ...PASSWORD, '--set', 'api.replicaCount=5')).toBe(checksum('api', 'secret', ...PASSWORD));
    expect(checksum('api', 'secret', ...PASSWORD, '--set', 'secrets.existingSecret=mine')).toBeUndefined();
    expect(checksum('page', 'config', ...PASSWORD)).not.toBe(checksum('page', 'config', ...PASSWORD, '--set', 'api.service.port=81'));
  });

  it('take annotations from values beside their own', () => {
    const { annotations } = podOf(template(exampleModel(), ...PASSWORD, '--set-string', 'api.podAnnotations.team=42'), 'api');
    expect(annotations).toMatchObject({ team: '42', 'prometheus.io/port': '9464' });
  });
});

describe('the image of a pod', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const image = (...args: string[]): string => podOf(template(exampleModel(), ...PASSWORD, ...args), 'api').spec.containers[0].image;

  it('is the tag, or the digest where one is given', () => {
    expect(image()).toBe('shop-api:v1');
    expect(image('--set', `api.image.digest=${digest}`)).toBe(`shop-api@${digest}`);
    expect(image('--set', 'api.image.repository=registry.example:5000/team/shop-api')).toBe('registry.example:5000/team/shop-api:v1');
  });

  it('is pulled only where it is absent, with the pull secrets that are named', () => {
    for (const { spec } of pods(template(exampleModel(), ...PASSWORD, '--set', 'imagePullSecrets[0].name=registry'))) {
      expect(spec.containers[0].imagePullPolicy).toBe('IfNotPresent');
      expect(spec['imagePullSecrets']).toEqual([{ name: 'registry' }]);
    }
  });
});

describe('the database', () => {
  const { spec } = podOf(objects, 'postgres');
  const [container] = spec.containers;

  it('keeps its data in a volume that outlives the release and can grow', () => {
    const claim = find(objects, 'PersistentVolumeClaim', 'shop-postgres');
    expect(claim.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
    expect(claim.spec).toEqual({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } });
    expect(find(objects, 'StatefulSet', 'shop-postgres').spec['volumeClaimTemplates']).toBeUndefined();
    expect(spec.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'shop-postgres' } });
  });

  it('keeps its password where Helm would remove it: a volume without its password is lost', () => {
    expect(find(objects, 'Secret', 'shop-postgres').metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it('takes the contract of the official image: user, database, password, and a folder below the mount', () => {
    expect(container.env).toEqual([
      { name: 'POSTGRES_USER', value: 'shop' },
      { name: 'POSTGRES_DB', value: 'shop' },
      { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'shop-postgres', key: 'password' } } },
      { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
    ]);
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/var/lib/postgresql/data', '/tmp', '/var/run/postgresql', '/dev/shm']);
  });

  it('is ready when it answers, and left alive while it recovers', () => {
    expect(container['readinessProbe']).toMatchObject({ exec: { command: ['pg_isready', '-q', '-h', '127.0.0.1', '-p', '5432', '-U', 'shop', '-d', 'shop'] } });
    expect(container['startupProbe']).toMatchObject({ tcpSocket: { port: 'postgres' } });
    expect(container['livenessProbe']).toMatchObject({ tcpSocket: { port: 'postgres' } });
  });

  it('is absent where it is external, or there is none', () => {
    const external = template(exampleModel({ database: { provision: 'external' } }), '--set', 'secrets.DATABASE_URL=postgres://db/shop');
    expect(external.filter(({ kind }) => ['StatefulSet', 'PersistentVolumeClaim'].includes(kind))).toEqual([]);
  });
});
