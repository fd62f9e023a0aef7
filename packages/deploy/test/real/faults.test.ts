import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, spawnDetached } from '@fairlead/runtime';
import { createContextCluster } from '../../src/cluster/context';
import { writeFileSync } from 'node:fs';
import { askPod, BUNDLE, CLUSTER_NAME, useRealStage } from './real-cluster';

const NAMESPACE = 'deploy-test';

const stage = useRealStage();
afterEach(async () => {
  stage.workspace.configure();
  await stage.workspace.fairlead(['undeploy']);
});

const deploy = async () => stage.workspace.fairlead(['deploy']);

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    const seen = await look();
    if (seen) return seen;
  }
  throw new Error('it did not come to that');
}

const isPending = async (): Promise<boolean> => {
  const { stdout } = await stage.cluster.kubectl('get', 'secrets', '--namespace', NAMESPACE, '--selector', 'owner=helm', '--output', 'jsonpath={.items[*].metadata.labels.status}');
  return stdout.includes('pending');
};

/** Starts a deploy whose helm waits for a hook. @returns the process of the command line. */
async function startWithHook(hook: 'hang' | 'pause'): Promise<number> {
  stage.workspace.configure({ values: { hook, web: { version: '2' } } });
  const env = { FAIRLEAD_CLUSTER_NAME: CLUSTER_NAME, API_KEY: 'standard-secret' };
  const pid = await spawnDetached(process.execPath, [join(BUNDLE, 'fairlead.mjs'), 'deploy'], { logFile: join(stage.workspace.root, 'hanging.log'), cwd: stage.workspace.root, env });
  await until(isPending);
  return pid;
}

/** The helm that a process started. */
async function helmOf(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['--ppid', String(pid), '-o', 'pid=,comm=']);
  const line = stdout.split('\n').find((row) => row.includes('helm'));
  return Number(line?.trim().split(' ')[0]);
}

it('after product and helm were killed, the next deploy recovers and goes on', async () => {
  await deploy();
  const pid = await startWithHook('hang');
  const helm = await helmOf(pid);
  process.kill(pid, 'SIGKILL');
  process.kill(helm, 'SIGKILL');
  stage.workspace.configure({ values: { web: { version: '3' } } });
  const next = await deploy();
  expect(next.stderr).toMatch(/revision 2 was left "pending-upgrade"[\s\S]*going back to revision 1/);
  expect(next).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('serves') });
  expect(await askPod(stage.cluster, NAMESPACE, '/version')).toBe('3');
});

it('helm outlives a command that was killed, ends its work, and the next deploy finds it done', async () => {
  await deploy();
  process.kill(await startWithHook('pause'), 'SIGKILL');
  await until(async () => !(await isPending()));
  expect(await askPod(stage.cluster, NAMESPACE, '/version')).toMatch(/^[12]$/);
  const next = await deploy();
  expect(next).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('serves') });
  expect(next.stderr).not.toContain('going back');
  expect(await askPod(stage.cluster, NAMESPACE, '/version')).toBe('2');
});

it('the release that another Helm is changing is left alone', async () => {
  await deploy();
  const pid = await startWithHook('hang');
  const helm = await helmOf(pid);
  try {
    // Without our lock, the deploy that goes on could be anybody's.
    process.kill(pid, 'SIGKILL');
    await stage.cluster.kubectl('delete', 'lease', 'demo-fixture-deploy', '--namespace', NAMESPACE);
    stage.workspace.configure({ values: { web: { version: '3' } } });
    expect(await deploy()).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/RELEASE_BUSY[\s\S]*--take-over/) });
  } finally {
    process.kill(helm, 'SIGKILL');
  }
  expect(await stage.workspace.fairlead(['deploy', '--take-over'])).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('going back to revision 1') });
});

it('Ctrl-C while waiting ends at once, and the next deploy sees the rollout through', async () => {
  await deploy();
  stage.workspace.configure({ values: { web: { mode: 'unready' } } });
  const abort = new AbortController();
  const stopped = stage.workspace.fairlead(['deploy'], { onLine: (line) => line.includes('web 1/1') && abort.abort(), signal: abort.signal });
  const result = await stopped.catch((error: unknown) => (error as { result: { exitCode?: number; stderr?: string } }).result);
  expect(result.exitCode).toBe(130);
  expect(result.stderr).toMatch(/INTERRUPTED_ROLLOUT[\s\S]*npx nx deploy fixture/);
  expect(await isPending()).toBe(false);
  stage.workspace.configure({ values: { web: { version: 'after' } } });
  expect(await deploy()).toMatchObject({ exitCode: 0 });
  expect(await askPod(stage.cluster, NAMESPACE, '/version')).toBe('after');
});

it('two deploys at once both end well, one after the other', async () => {
  const results = await Promise.all([deploy(), deploy()]);
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(results.map(({ stderr }) => stderr).join('\n')).toMatch(/waiting for process \d+ on /);
});

it('a release of another chart, and an object of somebody else, are refused', async () => {
  await stage.cluster.kubectl('create', 'namespace', 'deploy-test-foreign');
  try {
    await stage.cluster.kubectl('create', 'service', 'clusterip', 'demo-fixture-web', '--tcp', '80', '--namespace', 'deploy-test-foreign');
    stage.workspace.configure({ namespace: 'deploy-test-foreign' });
    expect(await deploy()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('[OBJECT_FOREIGN]') });
    await stage.cluster.kubectl('delete', 'service', 'demo-fixture-web', '--namespace', 'deploy-test-foreign');
    const chart = join(stage.workspace.root, 'other');
    await stage.cluster.helm('create', chart);
    await stage.cluster.helm('upgrade', '--install', 'demo', chart, '--namespace', 'deploy-test-foreign', '--set', 'replicaCount=0');
    expect(await deploy()).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/\[RELEASE_FOREIGN\]/) });
    expect(await stage.workspace.fairlead(['undeploy', '--delete-data'])).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/\[RELEASE_FOREIGN\]/) });
    expect((await stage.cluster.helm('list', '--namespace', 'deploy-test-foreign', '--short')).stdout).toContain('demo');
  } finally {
    await stage.cluster.kubectl('delete', 'namespace', 'deploy-test-foreign', '--wait=false');
    stage.workspace.configure({ namespace: 'deploy-test-foreign' });
    expect(await deploy()).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/NAMESPACE_TERMINATING|CHART|serves/) });
  }
});

it('a right that is missing is named, with the command that tells when it is there; rights in one namespace are enough', async () => {
  await deploy();
  await stage.cluster.kubectl('create', 'serviceaccount', 'looker', '--namespace', NAMESPACE);
  await stage.cluster.kubectl('create', 'rolebinding', 'looker', '--clusterrole=view', `--serviceaccount=${NAMESPACE}:looker`, '--namespace', NAMESPACE);
  const { stdout: token } = await stage.cluster.kubectl('create', 'token', 'looker', '--namespace', NAMESPACE);
  const kubeconfig = join(stage.workspace.root, 'looker');
  const { stdout: config } = await stage.cluster.kubectl('config', 'view', '--raw', '--output', 'json');
  const { clusters } = JSON.parse(config) as { clusters: { name: string }[] };
  writeFileSync(kubeconfig, JSON.stringify({ clusters, users: [{ name: 'looker', user: { token } }], contexts: [{ name: 'looker', context: { cluster: clusters[0]?.name, user: 'looker' } }] }));
  stage.workspace.configure({ cluster: { kind: 'context', context: 'looker' }, values: { web: { version: '2' } } });
  const as = { env: { KUBECONFIG: kubeconfig } };
  expect(await stage.workspace.fairlead(['status'], as)).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/CLUSTER_FORBIDDEN[\s\S]*kubectl auth can-i list secrets --namespace deploy-test --context looker/) });
  expect(await stage.workspace.fairlead(['deploy'], as)).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/CLUSTER_FORBIDDEN[\s\S]*kubectl auth can-i \w+ secrets --namespace deploy-test --context looker/) });
  const { stdout: answer } = await run('kubectl', ['auth', 'can-i', 'list', 'secrets', '--namespace', NAMESPACE, '--context', 'looker'], { env: { KUBECONFIG: kubeconfig }, okCodes: [0, 1] });
  expect(answer.trim()).toBe('no');

  await stage.cluster.kubectl('create', 'rolebinding', 'editor', '--clusterrole=edit', `--serviceaccount=${NAMESPACE}:looker`, '--namespace', NAMESPACE);
  expect(await stage.workspace.fairlead(['deploy'], as)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('serves') });
  expect(await stage.workspace.fairlead(['deploy'], as)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing changed') });
});

describe('a context that does not answer is told in seconds, and nothing else is asked', () => {
  const kubeconfigTo = (server: string): string => {
    const path = join(stage.workspace.root, 'kubeconfig');
    const config = { apiVersion: 'v1', kind: 'Config', clusters: [{ name: 'x', cluster: { server } }], contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }], users: [{ name: 'x', user: {} }], 'current-context': '' };
    writeFileSync(path, JSON.stringify(config));
    return path;
  };
  const preflight = async (kubeconfig: string, context = 'x'): Promise<readonly [string | undefined, number]> => {
    const startedAt = performance.now();
    const [fault] = await createContextCluster({ kind: 'context', context, identity: undefined }, { kubeconfig }).preflight();
    return [fault?.code, (performance.now() - startedAt) / 1000];
  };

  it('because nobody listens', async () => {
    const [code, seconds] = await preflight(kubeconfigTo('https://127.0.0.1:1'));
    expect([code, seconds < 5]).toEqual(['CLUSTER_UNREACHABLE', true]);
  });

  it('because it accepts and says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const [code, seconds] = await preflight(kubeconfigTo(`https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`));
    server.close();
    expect([code, seconds < 15]).toEqual(['CLUSTER_UNREACHABLE', true]);
  });

  it('because it is not in the kubeconfig, or there is none', async () => {
    expect((await preflight(kubeconfigTo('https://127.0.0.1:1'), 'other'))[0]).toBe('CONTEXT_MISSING');
    expect((await preflight(join(stage.workspace.root, 'no-such-file')))[0]).toBe('CONTEXT_MISSING');
  });
});
