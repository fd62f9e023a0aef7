import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, silentProgress as progress } from '@fairlead/runtime';
import { embeddedCluster, type EmbeddedEndpoints } from '../../src/index';
import { nodeImages } from '../../src/node-images';
import { apiOf, apply, eventually, type Api } from '../support/api';
import { leftovers, traceOf, type Trace } from '../support/leftovers';
import { claim, deployment, IMAGE, namespace, NODE_PORT, service } from './objects';

const here = dirname(fileURLToPath(import.meta.url));
const cluster = embeddedCluster({ name: process.env['FAIRLEAD_CLUSTER_NAME'] ?? 'test-real' });
const IN_NAMESPACE = '/namespaces/probe';

let endpoints: EmbeddedEndpoints;
let api: Api;

async function probe(path: string): Promise<string> {
  const answer = await fetch(`http://${endpoints.nodeAddress}:${NODE_PORT}${path}`, { signal: AbortSignal.timeout(10_000) });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body}`);
  return body;
}

/** Builds the probe under these names; `label` tells images apart that are otherwise the same. */
async function buildProbe(names: readonly string[], label: string): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'fairlead-probe-'));
  try {
    await run('go', ['build', '-buildvcs=false', '-o', join(context, 'probe'), '.'], { cwd: join(here, 'probe'), env: { CGO_ENABLED: '0', GOFLAGS: '' } });
    await run(endpoints.buildctl, ['--addr', endpoints.buildkit, 'build', '--frontend', 'dockerfile.v0',
      '--local', `context=${context}`, '--local', `dockerfile=${here}`, '--opt', `label:probe=${label}`, '--output', `type=image,"name=${names.join(',')}"`]);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

async function initPid(): Promise<number> {
  return (await cluster.status()).members.find(({ name }) => name === 'init')?.pid ?? 0;
}

const trace = async (): Promise<Trace> => traceOf(endpoints, await initPid());

beforeAll(async () => {
  await cluster.down({ progress });
  // Two at once, as two tasks of one Nx run would.
  const [one, other] = await Promise.all([cluster.up({ progress }), cluster.up({ progress })]);
  expect(one).toEqual(other);
  endpoints = one;
  api = apiOf(endpoints.kubeconfig);
  await buildProbe([`docker.io/library/${IMAGE}`], 'probe');
  await apply(api, '/api/v1/namespaces/probe', namespace);
  await eventually('the service account', async () => {
    if ((await api('GET', `/api/v1${IN_NAMESPACE}/serviceaccounts/default`)).status !== 200) throw new Error('absent');
  });
  await apply(api, `/api/v1${IN_NAMESPACE}/persistentvolumeclaims/data`, claim);
  await apply(api, `/apis/apps/v1${IN_NAMESPACE}/deployments/probe`, deployment);
  await apply(api, `/api/v1${IN_NAMESPACE}/services/probe`, service);
});

afterAll(() => cluster.purge({ progress }));

test('up twice at once makes one cluster', async () => {
  const status = await cluster.status();
  expect(status.state).toBe('running');
  expect(status.members.filter(({ name }) => name === 'kube-apiserver')).toHaveLength(1);
});

test('an image is built into the store that pods run from, and its NodePort answers on the host', async () => {
  await eventually('an answer of the pod', () => probe('/append?line=first'));
});

test('pods resolve services and reach them', async () => {
  await expect(probe('/lookup?name=probe.probe.svc.cluster.local')).resolves.toMatch(/^10\./);
  await expect(probe('/dial?address=probe.probe.svc.cluster.local:80')).resolves.toBe('');
  await expect(probe('/dial?address=kubernetes.default.svc.cluster.local:443')).resolves.toBe('');
});

test('pods reach what the host reaches beyond this machine', async () => {
  // Every machine with a resolver has that one host out there; nothing else can be taken for granted.
  const resolver = /^nameserver\s+(?!127\.)([\d.]+)/m.exec(readFileSync('/etc/resolv.conf', 'utf8'))?.[1];
  expect(resolver).toBeDefined();
  await expect(probe(`/dial?address=${resolver}:53`)).resolves.toBe('');
});

test('old images go, with the names that kubelet gave them, and what is used stays', async () => {
  const old = Array.from({ length: 21 }, (_, number) => `docker.io/library/old:${number}`);
  await buildProbe(['docker.io/library/used:1'], 'used');
  await buildProbe(old, 'old');
  const images = nodeImages(run, await initPid());
  const named = async (digest: string | undefined): Promise<readonly string[]> => (await images.list()).filter((image) => image.digest === digest).map(({ name }) => name);
  const digest = (await images.list()).find(({ name }) => name === old[0])?.digest;
  await eventually('the name that kubelet gives', async () => expect((await named(digest)).filter((name) => name.startsWith('sha256:'))).not.toEqual([]));
  // As if they had been unused for long.
  writeFileSync(join(dirname(endpoints.kubeconfig), 'unused-images.json'), JSON.stringify(Object.fromEntries(old.map((name) => [name, 0]))));
  const removed = await cluster.sweepImages({ removable: (name) => /\/(?:old|used):/.test(name), used: () => Promise.resolve(new Set(['docker.io/library/used:1'])) });
  expect([...removed].sort()).toEqual([...old].sort());
  expect(await named(digest)).toEqual([]);
  expect((await images.list()).map(({ name }) => name)).toContain('docker.io/library/used:1');
});

test('processes take at most 1.2 GB', async () => {
  const { members } = await cluster.status();
  expect(members.reduce((sum, { rssBytes = 0 }) => sum + rssBytes, 0)).toBeLessThan(1.2e9);
});

test('a log that grows is cut while its member goes on writing', async () => {
  const log = join(dirname(endpoints.kubeconfig), 'logs', 'kube-apiserver.log');
  appendFileSync(log, 'x'.repeat(11_000_000));
  await eventually('a shorter log', async () => expect(statSync(log).size).toBeLessThan(10_000_000));
  expect(statSync(`${log}.1`).size).toBeGreaterThan(11_000_000);
});

test('a volume survives down and up, and down leaves nothing on the host', async () => {
  const before = await trace();
  await cluster.down({ progress });
  await expect(leftovers(before)).resolves.toEqual([]);
  expect((await cluster.status()).state).toBe('stopped');
  await cluster.up({ progress });
  await eventually('the lines from before', async () => expect(await probe('/read')).toContain('first\n'));
});

test('after the first process was killed, status names it and up repairs everything', async () => {
  process.kill(await initPid(), 'SIGKILL');
  // Its children die before it does.
  await eventually('the end of the process', async () => {
    const { state, problems } = await cluster.status();
    expect(state).toBe('degraded');
    expect(problems.join()).toContain('init');
  });
  await cluster.up({ progress });
  await eventually('the pod', () => probe('/append?line=second'));
  await expect(probe('/read')).resolves.toBe('first\nsecond\n');
});

test('the folder of a volume goes with its claim', async () => {
  const folder = join(dirname(endpoints.kubeconfig), 'volumes');
  await api('DELETE', `/api/v1${IN_NAMESPACE}`);
  await eventually('an empty folder', async () => {
    const { stdout } = await run('ls', [folder]);
    expect(stdout).toBe('');
  });
});

test('purge leaves no file', async () => {
  const before = await trace();
  await cluster.purge({ progress });
  expect(existsSync(dirname(endpoints.kubeconfig))).toBe(false);
  await expect(leftovers(before)).resolves.toEqual([]);
  expect((await cluster.status()).state).toBe('absent');
});
