import type { KubernetesObject, V1Secret } from '@kubernetes/client-node';
import type { EnvironmentPlan, Plan } from '@fairlead/plan';
import { ToolError, type FairleadError } from '@fairlead/runtime';
import { ApiError } from '../../src/cluster/api-error';
import { deploy, type Deployed } from '../../src/release/deploy';
import type { DeployInputs } from '../../src/release/deploy-inputs';
import { fakeHelm, revisionSecret, type FakeHelm } from '../support/fake-helm';
import { fakeKubeApi, type FakeKubeApi } from '../support/fake-kube-api';
import { makePlan } from '../support/plans';
import { crashed, deployment, event, pod, replicaSet, serving, statefulSet } from '../support/pods';
import { testContext, testSession, type TestContext } from '../support/run-context';

const API_KEY = 'k$ey "with" all\\sorts';

interface World {
  readonly api: FakeKubeApi;
  readonly helm: FakeHelm;
  readonly context: TestContext;
  readonly abort: AbortController;
  deploy(changes?: { readonly chart?: string; readonly secrets?: Record<string, string>; readonly takeOver?: boolean }): Promise<Deployed>;
}

interface WorldOptions {
  readonly objects?: readonly KubernetesObject[];
  /** What a revision puts into the cluster. Default: everything serves. */
  readonly onRevision?: (api: FakeKubeApi, number: number, abort: AbortController) => void;
  readonly onUpgrade?: () => void;
  readonly timeoutSeconds?: number;
  readonly registry?: EnvironmentPlan['registry'];
  readonly workloads?: Plan['workloads'];
}

function world(options: WorldOptions = {}): World {
  const api = fakeKubeApi({ objects: options.objects ?? [], log: ({ previous }) => (previous ? '' : 'connecting\npassword is wrong: k$ey "with" all\\sorts\n') });
  const abort = new AbortController();
  const onRevision = options.onRevision ?? ((cluster: FakeKubeApi, number: number) => serve(cluster, number));
  const helm = fakeHelm({ api, onRevision: (number) => onRevision(api, number, abort), ...(options.onUpgrade ? { onUpgrade: options.onUpgrade } : {}) });
  const plan = makePlan();
  const [environment] = plan.environments;
  const context = testContext({ plan: { ...plan, workloads: options.workloads ?? plan.workloads, environments: [{ ...environment!, timeoutSeconds: options.timeoutSeconds ?? 60, registry: options.registry }] }, signal: abort.signal });
  return {
    api,
    helm,
    context,
    abort,
    deploy: ({ chart = 'chart', secrets = { API_KEY }, takeOver = false } = {}) => {
      context.redaction.hide(Object.values(secrets));
      const inputs: DeployInputs = {
        chartFile: '/ws/dist/charts/todo-0.1.0.tgz',
        chart: Buffer.from(chart),
        images: ['backend', 'frontend', 'postgres'].map((component) => ({ component, reference: `todo-${component}:c0ffee` })),
        secrets: { values: new Map(Object.entries(secrets)), file: '.secrets/local.env' },
      };
      return deploy(context, { session: testSession(context, { api, helm }), inputs, takeOver });
    },
  };
}

function serve(api: FakeKubeApi, revision: number): void {
  for (const component of ['backend', 'frontend']) serving(component, revision).forEach((object) => api.put(object));
  api.put(statefulSet('postgres'));
  api.put(pod('postgres', { readyAt: '2026-11-24T09:00:00Z' }));
}

/** The old backend serves on; the new one crashes. */
function crash(api: FakeKubeApi, revision: number): void {
  api.put(deployment('backend', { revision, generation: revision, updated: 1, available: 1, total: 2 }));
  api.put(replicaSet('backend', revision));
  const failing = pod('backend', { revision, ready: false, status: crashed({ restarts: 1, exitCode: 3 }) });
  api.put(failing);
  api.put(event(failing, 'BackOff', 'Back-off restarting failed container'));
}

const secretsOf = (api: FakeKubeApi, kind: string): V1Secret[] =>
  [...api.objects.values()].filter((object) => object.metadata?.labels?.['fairlead.dev/kind'] === kind) as V1Secret[];
const revisionsOf = (api: FakeKubeApi): string[] =>
  [...api.objects.values()].filter(({ metadata }) => metadata?.labels?.['owner'] === 'helm').map(({ metadata }) => `${metadata?.labels?.['version']} ${metadata?.labels?.['status']} ${metadata?.labels?.['fairlead.dev/rollout']}`);
const nothingHeld = (api: FakeKubeApi): boolean =>
  [...api.objects.values()].filter(({ kind }) => kind === 'Lease').every((lease) => (lease as { spec?: { holderIdentity?: string } }).spec?.holderIdentity === undefined);

describe('a first deploy', () => {
  it('makes namespace, password and secrets, installs, waits, and notes that the revision served', async () => {
    const { api, helm, deploy: run } = world();
    await expect(run()).resolves.toEqual({ revision: 1, changed: true });
    expect(helm.calls).toEqual(['upgrade']);
    expect(revisionsOf(api)).toEqual(['1 deployed served']);
    expect(api.objects.get('Namespace demo')?.metadata?.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(nothingHeld(api)).toBe(true);
  });

  it('gives the chart content tags and names of Secrets, and never a secret', async () => {
    const { api, helm, deploy: run } = world();
    await run();
    const [secret] = secretsOf(api, 'environment');
    expect(helm.upgrades[0]?.values).toEqual({
      backend: { image: { repository: 'todo-backend', tag: 'c0ffee', digest: '' } },
      frontend: { image: { repository: 'todo-frontend', tag: 'c0ffee', digest: '' } },
      postgres: { image: { repository: 'todo-postgres', tag: 'c0ffee', digest: '' }, existingSecret: 'todo-postgres' },
      secrets: { existingSecret: secret?.metadata?.name },
    });
    const password = Buffer.from(secretsOf(api, 'database')[0]?.data?.['password'] ?? '', 'base64').toString();
    const told = JSON.stringify(helm.upgrades);
    expect(password.length).toBeGreaterThan(20);
    for (const value of [password, API_KEY, 'with']) expect(told).not.toContain(value);
  });

  it('writes the values into an immutable Secret, byte for byte, with the URL of the database', async () => {
    const { api, deploy: run } = world();
    await run();
    const [secret] = secretsOf(api, 'environment');
    expect(secret).toMatchObject({ immutable: true, metadata: { name: expect.stringMatching(/^todo-env-[0-9a-f]{10}$/) } });
    const decode = (name: string): string => Buffer.from(secret?.data?.[name] ?? '', 'base64').toString();
    expect(decode('API_KEY')).toBe(API_KEY);
    expect(decode('DATABASE_URL')).toMatch(/^postgres:\/\/todo:[\w-]+@todo-postgres:5432\/todo$/);
  });

  it('that fails is left for inspection, with reason, log lines and events, all without secrets', async () => {
    const { helm, context, deploy: run } = world({ onRevision: (api, number) => (serve(api, number), crash(api, number)) });
    const error = await run().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'ROLLOUT_FAILED', exitCode: 1, message: 'backend ended with exit code 3, 2 times' });
    const { details } = error as FairleadError;
    expect(details).toEqual(expect.arrayContaining(['  connecting', '  BackOff: Back-off restarting failed container', expect.stringContaining('nothing served before')]));
    expect(context.redaction.text(details.join('\n'))).not.toContain(API_KEY);
    expect(helm.calls).toEqual(['upgrade']);
  });
});

describe('a deploy of what is there already', () => {
  it('touches nothing', async () => {
    const { api, helm, deploy: run } = world();
    await run();
    api.changes.length = 0;
    await expect(run()).resolves.toEqual({ revision: 1, changed: false });
    expect(helm.calls).toEqual(['upgrade']);
    expect(api.changes).toEqual([]);
  });

  it('upgrades all the same when the last one never served', async () => {
    const { api, helm, deploy: run } = world();
    await run();
    await api.label({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'sh.helm.release.v1.todo.v1', namespace: 'demo' } }, { 'fairlead.dev/rollout': 'pending' });
    await expect(run()).resolves.toMatchObject({ changed: true });
    expect(helm.calls).toEqual(['upgrade', 'upgrade']);
  });

  it('puts back what was changed by hand, and says what', async () => {
    const manifest = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: todo-backend}\nspec: {replicas: 1, template: {spec: {containers: [{name: backend, image: "backend:1"}]}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: todo-backend}\n';
    const { api, context, deploy: run } = world();
    await run();
    const stored = api.objects.get('Secret demo/sh.helm.release.v1.todo.v1') as V1Secret;
    api.put({ ...stored, data: revisionSecret({ number: 1, status: 'deployed', manifest }).data } as V1Secret);
    api.put(deployment('backend', { image: 'backend:debug' }));
    await expect(run()).resolves.toMatchObject({ changed: true });
    expect(context.progress.said.filter((line) => line.includes('by hand'))).toEqual([
      'info: changed by hand: Deployment todo-backend: spec.template.spec.containers[backend].image is backend:debug instead of backend:1; putting it back',
      'info: changed by hand: Service todo-backend is missing; putting it back',
    ]);
  });

  it.each([['a value', { chart: 'chart', secrets: { API_KEY: 'another' } }], ['the chart', { chart: 'another chart' }]])('upgrades when %s changed', async (_, changes) => {
    const { helm, deploy: run } = world();
    await run();
    await expect(run(changes)).resolves.toMatchObject({ changed: true, revision: 2 });
    expect(helm.calls).toEqual(['upgrade', 'upgrade']);
  });

  it('keeps the Secrets that earlier revisions go back to, and removes the others', async () => {
    const { api, deploy: run } = world();
    await run({ secrets: { API_KEY: 'one' } });
    await run({ secrets: { API_KEY: 'two' } });
    expect(secretsOf(api, 'environment')).toHaveLength(2);
    api.take({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'sh.helm.release.v1.todo.v1', namespace: 'demo' } });
    await run({ secrets: { API_KEY: 'three' } });
    expect(secretsOf(api, 'environment')).toHaveLength(2);
  });
});

describe('an upgrade that fails', () => {
  it('goes back to what served before, after keeping the evidence', async () => {
    const { api, helm, deploy: run } = world({ onRevision: (cluster, number) => (number === 2 ? crash(cluster, 2) : (cluster.take({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'todo-backend-2-x', namespace: 'demo' } }), serve(cluster, number))) });
    await run();
    const error = await run({ chart: 'broken' }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'ROLLOUT_FAILED', exitCode: 1 });
    expect((error as FairleadError).details).toEqual(expect.arrayContaining(['  connecting', 'revision 1, which served before, serves again']));
    expect(helm.calls).toEqual(['upgrade', 'upgrade', 'rollback 1']);
    expect(revisionsOf(api)).toEqual(['1 superseded served', '2 superseded pending', '3 deployed served']);
    expect(nothingHeld(api)).toBe(true);
  });

  it('ends with another exit code, both errors and the commands when the way back fails too', async () => {
    const { deploy: run } = world({ onRevision: (api, number) => (number === 1 ? serve(api, 1) : crash(api, number)) });
    await run();
    const error = await run({ chart: 'broken' }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'ROLLBACK_FAILED', exitCode: 2, next: expect.arrayContaining(['helm rollback todo 1 --kube-context test --namespace demo']) });
    expect((error as FairleadError).message).toMatch(/ended with exit code 3.*going back to revision 1 failed/);
  });

  it('goes back past revisions that never served', async () => {
    const { helm, deploy: run } = world({
      objects: [
        revisionSecret({ number: 1, status: 'superseded', labels: { 'fairlead.dev/rollout': 'served' } }),
        revisionSecret({ number: 2, status: 'failed', labels: { 'fairlead.dev/rollout': 'pending' } }),
        revisionSecret({ number: 3, status: 'deployed', labels: { 'fairlead.dev/rollout': 'pending' } }),
      ],
      onRevision: (api, number) => (number === 4 ? (serve(api, 3), crash(api, 4)) : (api.take({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'todo-backend-4-x', namespace: 'demo' } }), serve(api, number))),
    });
    await expect(run()).rejects.toMatchObject({ code: 'ROLLOUT_FAILED' });
    expect(helm.calls).toEqual(['upgrade', 'rollback 1']);
  });

  it('before Helm wrote anything is only reported', async () => {
    const { helm, deploy: run } = world({ onUpgrade: () => { throw new ToolError('helm', ['upgrade'], { exitCode: 1, stderr: "Error: values don't meet the specifications of the schema(s)\n- at '/backend': additional properties 'x' not allowed" }); } });
    await expect(run()).rejects.toMatchObject({ code: 'VALUES_INVALID', details: expect.arrayContaining([expect.stringContaining('additional properties')]) });
    expect(helm.calls).toEqual(['upgrade']);
  });

  it('gives up at the time that the environment allows', async () => {
    const stuck = (api: FakeKubeApi, number: number): void => {
      serve(api, number);
      api.put(deployment('backend', { revision: number, available: 0 }));
      api.put(pod('backend', { revision: number, ready: false }));
    };
    const { deploy: run } = world({ onRevision: stuck, timeoutSeconds: 1 });
    await expect(run()).rejects.toMatchObject({ code: 'ROLLOUT_FAILED', message: expect.stringContaining('gave up after 1 s') });
  });
});

describe('a change to a field of a StatefulSet that is fixed', () => {
  const stderr = 'Error: UPGRADE FAILED: StatefulSet.apps "todo-postgres" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden';
  const refusing = (): (() => void) => {
    let upgrades = 0;
    return () => {
      if (++upgrades === 2) throw new ToolError('helm', ['upgrade'], { exitCode: 1, stderr });
    };
  };
  const owned = (release: string): KubernetesObject => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'todo-postgres', namespace: 'demo', annotations: { 'meta.helm.sh/release-name': release } } });

  it('makes the StatefulSet anew around its pods and data, and says so', async () => {
    const { api, helm, context, deploy: run } = world({ onUpgrade: refusing() });
    await run();
    api.put({ ...api.objects.get('StatefulSet demo/todo-postgres'), ...owned('todo') });
    await expect(run({ chart: 'another' })).resolves.toMatchObject({ changed: true });
    expect(api.changes).toContain('orphan StatefulSet demo/todo-postgres');
    expect(helm.calls).toEqual(['upgrade', 'upgrade', 'upgrade']);
    expect(context.progress.said.join('\n')).toContain('info: StatefulSet todo-postgres has fields that cannot be changed');
  });

  it('is refused, with nothing taken away, when the StatefulSet is of another release', async () => {
    const { api, helm, deploy: run } = world({ onUpgrade: refusing() });
    await run();
    api.put({ ...api.objects.get('StatefulSet demo/todo-postgres'), ...owned('other') });
    await expect(run({ chart: 'another' })).rejects.toMatchObject({ code: 'OBJECT_IMMUTABLE' });
    expect(api.changes.filter((change) => change.startsWith('orphan'))).toEqual([]);
    expect(helm.calls).toEqual(['upgrade', 'upgrade']);
  });
});

it('a cluster that goes away while the rollout is waited for is told, with what becomes of it', async () => {
  const { api, helm, deploy: run } = world({
    onRevision: (cluster, number) => {
      serve(cluster, number);
      const { list } = cluster;
      cluster.list = (query) => (query.labels?.startsWith('owner=helm') ? Promise.reject(new ApiError('list Secrets', new Error('connect ECONNREFUSED'))) : list(query));
    },
  });
  await expect(run()).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE', message: expect.stringContaining('revision 1 was made before'), next: expect.arrayContaining([expect.stringContaining('npx nx deploy todo')]) });
  expect(helm.calls).toEqual(['upgrade']);
  expect(nothingHeld(api)).toBe(true);
});

describe('what belongs to others', () => {
  it('a release of another chart is refused before anything is written', async () => {
    const { api, helm, deploy: run } = world({ objects: [revisionSecret({ number: 1, status: 'deployed', chart: 'wordpress' })] });
    await expect(run()).rejects.toMatchObject({ code: 'RELEASE_FOREIGN', message: expect.stringContaining('wordpress') });
    expect(helm.calls).toEqual([]);
    expect(secretsOf(api, 'environment')).toEqual([]);
  });

  it('a pending release of another chart is not recovered, however old it is and whatever we are told', async () => {
    const pending = revisionSecret({ number: 1, status: 'pending-install', chart: 'wordpress' });
    const { helm, deploy: run } = world({ objects: [pending] });
    await expect(run({ takeOver: true })).rejects.toMatchObject({ code: 'RELEASE_FOREIGN' });
    expect(helm.calls).toEqual([]);
  });

  it('a release that somebody else is changing is left alone, unless told otherwise', async () => {
    const pending = revisionSecret({ number: 2, status: 'pending-upgrade', changedAt: new Date() });
    const { helm, deploy: run } = world({ objects: [revisionSecret({ number: 1, status: 'deployed' }), pending] });
    await expect(run()).rejects.toMatchObject({ code: 'RELEASE_BUSY', next: expect.arrayContaining([expect.stringContaining('--take-over')]) });
    expect(helm.calls).toEqual([]);
    await expect(run({ takeOver: true })).resolves.toMatchObject({ changed: true });
    expect(helm.calls).toEqual(['rollback 1', 'upgrade']);
  });
});

it('a run that lost its lock leaves the release to the one that has it', async () => {
  const annotations = { 'fairlead.dev/holder': JSON.stringify({ pid: 4242, identity: 'x', machine: 'elsewhere', host: 'ci-7', since: '2026-11-24T10:00:00Z' }) };
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'todo-deploy', namespace: 'demo', annotations } };
  const { helm, deploy: run } = world({ onRevision: (api, number) => (number === 1 ? serve(api, 1) : (crash(api, 2), api.put(lease))) });
  await run();
  await expect(run({ chart: 'broken' })).rejects.toMatchObject({ code: 'DEPLOY_BUSY', message: expect.stringContaining('ci-7') });
  expect(helm.calls).toEqual(['upgrade', 'upgrade']);
});

describe('another Helm, which does not know our lock,', () => {
  const theirs = (status: string): V1Secret => revisionSecret({ number: 2, status, changedAt: new Date() });

  it('that was faster is left to do its work', async () => {
    const stderr = 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress';
    let upgrades = 0;
    const { api, helm, deploy: run } = world({
      onUpgrade: () => {
        if (++upgrades === 1) return;
        api.put(theirs('pending-upgrade'));
        throw new ToolError('helm', ['upgrade'], { exitCode: 1, stderr });
      },
    });
    await run();
    await expect(run({ chart: 'another' })).rejects.toMatchObject({ code: 'RELEASE_BUSY' });
    expect(helm.calls).toEqual(['upgrade', 'upgrade']);
  });

  it.each([['serves', serve], ['fails', crash]])('that changed the release while ours %s is neither marked nor rolled back', async (_, ours) => {
    const { api, helm, deploy: run } = world({ onRevision: (cluster, number) => (serve(cluster, number), ours(cluster, number), cluster.put(theirs('deployed'))) });
    await expect(run()).rejects.toMatchObject({ code: 'RELEASE_BUSY', message: expect.stringContaining('revision 2 is not of this run') });
    expect(helm.calls).toEqual(['upgrade']);
    expect(revisionsOf(api)).toEqual(['1 deployed pending', '2 deployed undefined']);
  });
});

it('what runs by the clock is not waited for: it has no pods until its time comes', async () => {
  const [backend, ...others] = makePlan().workloads;
  const report = { ...backend!, name: 'report', kind: 'cron-job' as const, schedule: '0 3 * * *', port: 0, readinessPath: '' };
  const { deploy: run } = world({ workloads: [backend!, ...others, report] });
  await expect(run()).resolves.toEqual({ revision: 1, changed: true });
  await expect(run()).resolves.toEqual({ revision: 1, changed: false });
});

it('a pull secret that nodes could not use is refused before Helm is asked', async () => {
  const registry = { prefix: 'registry.example/team', pullSecret: 'pull' };
  const { helm, deploy: run } = world({ registry });
  await expect(run()).rejects.toMatchObject({ code: 'PULL_SECRET_MISSING', next: expect.arrayContaining([expect.stringContaining('--docker-server registry.example')]) });
  const opaque = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name: 'pull', namespace: 'demo' } };
  await expect(world({ registry, objects: [opaque] }).deploy()).rejects.toMatchObject({ code: 'PULL_SECRET_UNUSABLE' });
  const usable = { ...opaque, type: 'kubernetes.io/dockerconfigjson' };
  await expect(world({ registry, objects: [usable] }).deploy()).resolves.toMatchObject({ changed: true });
  expect(helm.calls).toEqual([]);
});

describe('after a run that was killed', () => {
  const longAgo = new Date(Date.now() - 3_600_000);

  it('a pending upgrade is rolled back, said so, and the deploy goes on', async () => {
    const objects = [revisionSecret({ number: 1, status: 'deployed', labels: { 'fairlead.dev/rollout': 'served' } }), revisionSecret({ number: 2, status: 'pending-upgrade', changedAt: longAgo })];
    const { helm, context, deploy: run } = world({ objects });
    await expect(run()).resolves.toMatchObject({ changed: true });
    expect(helm.calls).toEqual(['rollback 1', 'upgrade']);
    expect(context.progress.said.join('\n')).toMatch(/revision 2 was left "pending-upgrade".*\n.*going back to revision 1/);
  });

  it('a pending first install is removed and made anew', async () => {
    const { helm, deploy: run } = world({ objects: [revisionSecret({ number: 1, status: 'pending-install', changedAt: longAgo })] });
    await expect(run()).resolves.toEqual({ revision: 1, changed: true });
    expect(helm.calls).toEqual(['uninstall', 'upgrade']);
  });
});

describe('an interruption', () => {
  it('while waiting leaves the rollout to the cluster, lets go of the lock, and the next run sees it through', async () => {
    const interrupting = (api: FakeKubeApi, number: number, abort: AbortController): void => {
      serve(api, number);
      api.put(deployment('backend', { revision: number, available: 0 }));
      api.put(pod('backend', { revision: number, ready: false }));
      setTimeout(() => abort.abort(), 20);
    };
    const { api, helm, deploy: run } = world({ onRevision: interrupting });
    await expect(run()).rejects.toMatchObject({ code: 'INTERRUPTED_ROLLOUT', exitCode: 130 });
    expect(helm.calls).toEqual(['upgrade']);
    expect(revisionsOf(api)).toEqual(['1 deployed pending']);
    expect(nothingHeld(api)).toBe(true);
  });
});

it('warns when a URL is given for a database that runs in the cluster, and does not use it', async () => {
  const { api, context, deploy: run } = world();
  await run({ secrets: { DATABASE_URL: 'postgres://u:p@elsewhere/db' } });
  expect(context.progress.said.join('\n')).toMatch(/warn: DATABASE_URL is set here but not used/);
  const [secret] = secretsOf(api, 'environment');
  expect(Buffer.from(secret?.data?.['DATABASE_URL'] ?? '', 'base64').toString()).toContain('@todo-postgres:');
});
