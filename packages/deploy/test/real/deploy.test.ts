import type { V1Pod, V1Secret } from '@kubernetes/client-node';
import { askPod, useRealStage } from './real-cluster';

const NAMESPACE = 'deploy-test';

const stage = useRealStage();
afterEach(async () => {
  stage.workspace.configure();
  await stage.workspace.fairlead(['undeploy']);
});

const deploy = async (env: Record<string, string> = {}) => stage.workspace.fairlead(['deploy'], { env });
const podNames = async (): Promise<string[]> => (await stage.cluster.api.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod', namespace: NAMESPACE })).filter(({ metadata }) => !metadata?.deletionTimestamp).map(({ metadata }) => metadata?.name ?? '').sort();
const environmentSecrets = async (): Promise<string[]> => (await stage.cluster.api.list<V1Secret>({ apiVersion: 'v1', kind: 'Secret', namespace: NAMESPACE, labels: 'fairlead.dev/kind=environment' })).map(({ metadata }) => metadata?.name ?? '');

it('a deploy of what runs already touches no pod', async () => {
  expect(await deploy()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('demo revision 1 serves') });
  const before = await podNames();
  expect(await deploy()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^nothing changed: demo revision 1 serves/) });
  expect(await podNames()).toEqual(before);
});

it('what was changed by hand is put back', async () => {
  await deploy();
  await stage.cluster.kubectl('delete', 'service', 'demo-fixture-web', '--namespace', NAMESPACE);
  await stage.cluster.kubectl('scale', 'deployment', 'demo-fixture-web', '--replicas', '2', '--namespace', NAMESPACE);
  await stage.cluster.kubectl('set', 'env', 'deployment/demo-fixture-web', 'VERSION=by-hand', '--namespace', NAMESPACE);
  expect(await stage.workspace.fairlead(['diff'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/put back[\s\S]*Service demo-fixture-web is missing/) });
  const again = await deploy();
  expect(again.exitCode).toBe(0);
  expect(again.stderr).toMatch(/Service demo-fixture-web is missing/);
  expect(again.stderr).toMatch(/Deployment demo-fixture-web: spec\.replicas is 2 instead of 1/);
  expect(again.stderr).toMatch(/Deployment demo-fixture-web: .*env\[VERSION\]\.value is by-hand instead of/);
  expect(await deploy()).toMatchObject({ stdout: expect.stringMatching(/^nothing changed/) });
});

it('a fixed field of a StatefulSet changes by making it anew, around the pod that runs', async () => {
  const storeUid = async (): Promise<string> => (await stage.cluster.kubectl('get', 'pod', 'demo-fixture-store-0', '--namespace', NAMESPACE, '--output', 'jsonpath={.metadata.uid}')).stdout;
  stage.workspace.configure({ values: { store: { serviceName: 'before' } } });
  await deploy();
  const before = await storeUid();
  stage.workspace.configure({ values: { store: { serviceName: 'after' } } });
  expect(await deploy()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('StatefulSet demo-fixture-store has fields that cannot be changed') });
  const { stdout } = await stage.cluster.kubectl('get', 'statefulset', 'demo-fixture-store', '--namespace', NAMESPACE, '--output', 'jsonpath={.spec.serviceName}');
  expect(stdout).toBe('after');
  expect(await storeUid()).toBe(before);
  expect(await stage.workspace.fairlead(['rollback'])).toMatchObject({ exitCode: 0 });
  expect(await storeUid()).toBe(before);
});

it('awkward secrets arrive in the container byte for byte, and show up nowhere else', async () => {
  const secret = ', = \\ { } " \' # $ $HOME $(id) % \n\t 🎉 \uFEFF \u0085 \u007F ' + 'x'.repeat(4096);
  const first = await deploy({ API_KEY: secret });
  expect(first.exitCode).toBe(0);
  expect(await askPod(stage.cluster, NAMESPACE, '/secret')).toBe(secret);
  const told = [first.stdout, first.stderr, (await stage.cluster.helm('get', 'all', 'demo', '--namespace', NAMESPACE)).stdout].join('\n');
  expect(told).not.toContain('x'.repeat(100));
});

it('another secret rolls the pods, and a rollback brings the old one back', async () => {
  await deploy({ API_KEY: 'the first secret' });
  await deploy({ API_KEY: 'the second secret' });
  expect(await askPod(stage.cluster, NAMESPACE, '/secret')).toBe('the second secret');
  expect(await stage.workspace.fairlead(['rollback'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('runs revision 1 again') });
  expect(await askPod(stage.cluster, NAMESPACE, '/secret')).toBe('the first secret');
  expect(await environmentSecrets()).toHaveLength(2);
});

describe('a version that does not come up is told with its reason, and the one before serves on:', () => {
  const fail = async (values: Record<string, unknown>, changes: { timeoutSeconds?: number; image?: string } = {}) => {
    stage.workspace.configure({ values: { web: { version: 'good' } } });
    await deploy();
    const before = await podNames();
    stage.workspace.configure({ values: { web: { version: 'bad', ...values } }, ...changes });
    const failed = await deploy();
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain('revision 1, which served before, serves again');
    expect(await askPod(stage.cluster, NAMESPACE, '/version')).toBe('good');
    expect(await podNames()).toEqual(expect.arrayContaining(before));
    return failed.stderr;
  };

  it('a crash, with its last words', async () => {
    const stderr = await fail({ mode: 'crash' });
    expect(stderr).toMatch(/web ended with exit code 3, 2 times/);
    expect(stderr).toContain('fatal: the fixture was told to crash');
  });

  it('a lack of memory', async () => {
    expect(await fail({ mode: 'hungry', memory: '32Mi' })).toMatch(/ran out of memory[\s\S]*resources\.limits\.memory/);
  });

  it('a probe that never succeeds', async () => {
    expect(await fail({ mode: 'unready' }, { timeoutSeconds: 10 })).toMatch(/gave up after 10 s[\s\S]*503/);
  });

  it('an image that is not there', async () => {
    expect(await fail({}, { image: 'docker.io/library/fairlead-missing:v1' })).toMatch(/cannot get its image[\s\S]*fairlead-missing/);
  });

  it('more than the cluster has', async () => {
    expect(await fail({ cpu: '1000' })).toMatch(/finds no node[\s\S]*Insufficient cpu/);
  });

  it('more than Pod Security grants', async () => {
    expect(await fail({ hostNetwork: true })).toMatch(/cannot be created[\s\S]*violates PodSecurity/);
  });
});

it('a first version that does not come up is left to look at, and the next deploy mends it', async () => {
  stage.workspace.configure({ values: { web: { mode: 'crash' } } });
  expect(await deploy()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('nothing served before') });
  expect(await stage.workspace.fairlead(['status'])).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('does NOT serve') });
  stage.workspace.configure();
  expect(await deploy()).toMatchObject({ exitCode: 0 });
});

it('status, logs, diff and doctor tell what is there, and undeploy removes it', async () => {
  await deploy();
  expect(await stage.workspace.fairlead(['status'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/demo revision 1 .* serves[\s\S]*does not enforce NetworkPolicy/) });
  expect(await stage.workspace.fairlead(['logs'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('fixture starts in mode') });
  expect(await stage.workspace.fairlead(['diff'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('would change nothing') });
  stage.workspace.configure({ values: { web: { version: '2' } } });
  expect(await stage.workspace.fairlead(['diff'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/-\s+value: '1'\n\+\s+value: '2'/) });
  // This workspace has no .projenrc.ts, which doctor rightly says; here it is about the cluster.
  expect(await stage.workspace.fairlead(['doctor'])).toMatchObject({ stdout: expect.stringContaining('embedded cluster answers') });
  expect(await stage.workspace.fairlead(['undeploy'])).toMatchObject({ exitCode: 0 });
  const left = await stage.cluster.kubectl('get', 'all,secrets,leases', '--namespace', NAMESPACE, '--output', 'name', '--field-selector', 'metadata.namespace=deploy-test');
  expect(left.stdout.split('\n').filter((name) => name && !name.startsWith('pod/'))).toEqual([]);
});
