import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { embeddedCluster, type EmbeddedEndpoints } from '@fairlead/embedded-cluster';
import { run, silentProgress, type RunResult } from '@fairlead/runtime';
import { createKubeApi, type KubeApi } from '../../src/cluster/kube-api';
import { kubeEnv } from '../../src/tools/kube-env';
import { createKubeTools } from '../../src/tools/kube-tools';

/** A cluster of its own for each run, so that nobody's work is in the way. */
export const CLUSTER_NAME = `test-${process.pid}`;

const here = import.meta.dirname;
export const BUNDLE = join(here, 'dist', CLUSTER_NAME);
const IMAGE = 'docker.io/library/fairlead-fixture:v1';
let configDigest = '';

export interface Changes {
  /** Values of the environment. */
  readonly values?: Record<string, unknown>;
  readonly namespace?: string;
  readonly release?: string;
  readonly timeoutSeconds?: number;
  readonly image?: string;
  readonly required?: boolean;
  /** Default: the embedded one. */
  readonly cluster?: object;
}

export interface RealWorkspace {
  readonly root: string;
  /** Writes the plan with these changes against the standard one. */
  configure(changes?: Changes): void;
  /** Runs the bundled command line as a user would. */
  fairlead(args: readonly string[], options?: { readonly env?: Record<string, string>; readonly signal?: AbortSignal; readonly onLine?: (line: string) => void }): Promise<RunResult>;
}

export interface RealCluster {
  readonly endpoints: EmbeddedEndpoints;
  readonly api: KubeApi;
  kubectl(...args: string[]): Promise<RunResult>;
  helm(...args: string[]): Promise<RunResult>;
  /** Leaves no process, mount, device or file of it. */
  purge(): Promise<void>;
}

/** Starts the cluster, or finds it running, and builds the image of the fixture into it. */
export async function realCluster(): Promise<RealCluster> {
  process.env['FAIRLEAD_CLUSTER_NAME'] = CLUSTER_NAME;
  const node = embeddedCluster({ name: CLUSTER_NAME });
  const endpoints = await node.up({ progress: silentProgress });
  await buildImage(endpoints);
  const tools = createKubeTools({ progress: silentProgress });
  const env = kubeEnv(endpoints);
  return {
    endpoints,
    api: createKubeApi(endpoints),
    kubectl: async (...args) => run((await tools.find('kubectl')).path, ['--context', endpoints.context, ...args], { env }),
    helm: async (...args) => run((await tools.find('helm')).path, ['--kube-context', endpoints.context, ...args], { env }),
    purge: async () => {
      rmSync(BUNDLE, { recursive: true, force: true });
      await node.purge({ progress: silentProgress });
    },
  };
}

export interface RealStage {
  readonly cluster: RealCluster;
  readonly workspace: RealWorkspace;
}

/** A cluster and a workspace for all tests of a file, which go after the last one. What it returns is filled before the first. */
export function useRealStage(): RealStage {
  const stage: { cluster?: RealCluster; workspace?: RealWorkspace } = {};
  beforeAll(async () => {
    stage.cluster = await realCluster();
    stage.workspace = await realWorkspace();
  });
  afterAll(async () => {
    if (stage.workspace) rmSync(stage.workspace.root, { recursive: true });
    await stage.cluster?.purge();
  });
  return stage as RealStage;
}

async function buildImage({ buildctl, buildkit }: EmbeddedEndpoints): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), 'fairlead-fixture-'));
  try {
    await run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', join(context, 'app'), '.'], { cwd: join(here, 'fixture', 'app'), env: { CGO_ENABLED: '0' } });
    cpSync(join(here, 'fixture', 'app', 'Dockerfile'), join(context, 'Dockerfile'));
    await run(buildctl, ['--addr', buildkit, 'build', '--frontend', 'dockerfile.v0', '--local', `context=${context}`, '--local', `dockerfile=${context}`, '--output', `type=image,name=${IMAGE}`, '--metadata-file', join(context, 'metadata.json')]);
    const metadata = JSON.parse(readFileSync(join(context, 'metadata.json'), 'utf8')) as Record<string, string>;
    configDigest = metadata['containerimage.config.digest'] ?? '';
  } finally {
    rmSync(context, { recursive: true });
  }
}

/** A workspace with the fixture's chart, packaged, as if its image had been built. */
export async function realWorkspace(): Promise<RealWorkspace> {
  const root = mkdtempSync(join(tmpdir(), 'fairlead-workspace-'));
  cpSync(join(here, 'fixture', 'chart'), join(root, 'charts', 'fixture'), { recursive: true });
  // Inside the repository, from which it finds the sources of the cluster's programs.
  const bundle = BUNDLE;
  await run(process.execPath, [resolve(here, '../../build.mjs'), bundle]);
  const workspace: RealWorkspace = {
    root,
    configure: (changes = {}) => {
      writeFileSync(join(root, 'charts', 'fixture', 'plan.json'), JSON.stringify(planWith(changes)));
      writeReceipt(root, changes.image ?? IMAGE);
    },
    fairlead: (args, { env = {}, ...options } = {}) =>
      run(process.execPath, [join(bundle, 'fairlead.mjs'), ...args], { cwd: root, okCodes: [0, 1, 2, 64, 130], env: { FAIRLEAD_CLUSTER_NAME: CLUSTER_NAME, NO_COLOR: '1', API_KEY: 'standard-secret', ...env }, ...options }),
  };
  workspace.configure();
  const packaged = await workspace.fairlead(['helm-package']);
  if (packaged.exitCode !== 0) throw new Error(packaged.stderr);
  return workspace;
}

function planWith({ values = {}, namespace = 'deploy-test', release = 'demo', timeoutSeconds = 60, required = false, cluster = { kind: 'embedded' } }: Changes): unknown {
  const image = { repository: 'fairlead-fixture', tag: 'v1' };
  const base = { arg: 'BASE', reference: 'scratch', standIn: 'node' };
  const web = { name: 'web', kind: 'node-service', project: 'web', root: 'apps/web', dockerfile: 'apps/web/Dockerfile', contextPaths: [], image, base, port: 8080, readinessPath: '/ready', secrets: ['API_KEY'], proxy: [] };
  return {
    version: 1,
    app: 'fixture',
    chart: { name: 'fixture', path: 'charts/fixture', version: '0.1.0' },
    entry: 'web',
    imageBuilds: 'sequential',
    workloads: [web],
    database: { provision: 'none' },
    secrets: [{ name: 'API_KEY', required, source: 'user', format: 'text' }],
    environments: [{ name: 'local', cluster, namespace, release, values, timeoutSeconds }],
  };
}

function writeReceipt(root: string, image: string): void {
  const folder = join(root, 'dist', 'receipts', 'local');
  mkdirSync(folder, { recursive: true });
  const receipt = { version: 1, component: 'web', references: { readable: 'fairlead-fixture:v1', content: image }, contentHash: 'x', configDigest, contextBytes: 0, store: 'embedded cluster', cached: true };
  writeFileSync(join(folder, 'web.json'), JSON.stringify(receipt));
}

/** What the one pod that serves answers at a path. */
export async function askPod({ kubectl }: RealCluster, namespace: string, path: string): Promise<string> {
  const { stdout: pods } = await kubectl('get', 'pods', '--namespace', namespace, '--selector', 'app.kubernetes.io/component=web', '--output', 'json');
  const { items } = JSON.parse(pods) as { items: { metadata: { name: string; deletionTimestamp?: string }; status: { conditions?: { type: string; status: string }[] } }[] };
  const ready = items.find(({ metadata, status }) => !metadata.deletionTimestamp && status.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True'));
  if (!ready) throw new Error('no pod is ready');
  return (await kubectl('get', '--raw', `/api/v1/namespaces/${namespace}/pods/${ready.metadata.name}:8080/proxy${path}`)).stdout;
}

