import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { FairleadError, fairleadHome, inStep, run, ToolError, type Runner } from '@fairlead/runtime';
import { createKind, type Kind } from '../tools/kind';
import type { Cluster, EnsureOptions, ImageStore, KubeTarget, LoadRequest } from './cluster';
import { loadImage } from './load-image';
import { startAlone } from './start-lock';

export interface KindClusterOptions {
  readonly name: string;
  readonly runner?: Runner;
  /** A kubeconfig of our own: kind would switch the user's current context. */
  readonly kubeconfig?: string;
}

/** kind by the name of its cluster, created when it is not there. */
export function createKindCluster({ name, runner = run, ...options }: KindClusterOptions): Cluster {
  const kubeconfig = options.kubeconfig ?? fairleadHome('kind', `${name}.kubeconfig`);
  const kind = createKind(name, runner);
  const place = { name, kubeconfig };
  return {
    name: `kind (${name})`,
    kind: 'kind',
    // Since kind 0.24 its own network plug-in enforces policies; which version made the cluster is not known.
    capabilities: { enforcesNetworkPolicy: 'unknown', local: true },
    preflight: () => look(kind, name).then(() => [], (error: unknown) => [asFault(error)]),
    ensure: (ensureOptions) => ensure(kind, place, ensureOptions),
    imageStore: () => Promise.resolve(imageStore(kind, name)),
    kubeTarget: () => kubeTarget(kind, place),
  };
}

interface Place {
  readonly name: string;
  readonly kubeconfig: string;
}

/** @returns whether it is there. @throws FairleadError `CLUSTER_STOPPED` when it is there and does not run. */
async function look(kind: Kind, name: string): Promise<boolean> {
  if (!(await kind.exists())) return false;
  const nodes = await kind.nodes();
  if (nodes.length > 0 && (await kind.run(nodes))) return true;
  throw new FairleadError({
    code: 'CLUSTER_STOPPED',
    message: `the kind cluster ${name} is there, but its containers do not run, as after a restart of the machine`,
    next: [`docker start ${nodes.join(' ')}`, `kind delete cluster --name ${name}   # or make it anew: the target \`deploy\` does so`],
  });
}

async function ensure(kind: Kind, place: Place, options: EnsureOptions): Promise<void> {
  const isThere = (): Promise<boolean> => look(kind, place.name).catch((error: unknown) => Promise.reject(asFault(error)));
  if (await isThere()) return;
  // Whoever held the lock may have made it.
  await startAlone({ ...options, cluster: `kind ${place.name}`, folder: dirname(place.kubeconfig) }, async () => {
    if (!(await isThere())) await create(kind, place, options);
  });
}

async function create(kind: Kind, place: Place, { progress, signal }: EnsureOptions): Promise<void> {
  await inStep({ progress, title: `Create the kind cluster ${place.name}` }, async (step) => {
    makeFolder(place.kubeconfig);
    await kind.create({ kubeconfig: place.kubeconfig, onLine: (line) => step.update(line.trim()), ...(signal ? { signal } : {}) });
  });
}

async function kubeTarget(kind: Kind, { name, kubeconfig }: Place): Promise<KubeTarget> {
  makeFolder(kubeconfig);
  await kind.exportKubeconfig(kubeconfig).catch((error: unknown) => Promise.reject(asFault(error, name)));
  return { kubeconfig, context: `kind-${name}` };
}

function imageStore(kind: Kind, name: string): ImageStore {
  return { kind: 'docker', name: `Docker, loaded into kind ${name}`, env: {}, deliver: { how: 'load', load: (request) => load(kind, request) } };
}

async function load(kind: Kind, request: LoadRequest): Promise<void> {
  const { tryImageId } = kind;
  await loadImage({ nodes: await kind.nodes(), tryImageId, load: (archive) => kind.loadImage(archive, request.signal), notLoaded }, request);
}

function makeFolder(kubeconfig: string): void {
  mkdirSync(dirname(kubeconfig), { recursive: true, mode: 0o700 });
}

function asFault(error: unknown, name?: string): FairleadError {
  if (error instanceof ToolError && error.code === 'TOOL_MISSING') {
    const what = error.file === 'kind' ? 'kind' : 'the Docker client, which kind needs,';
    return new FairleadError({ code: 'KIND_MISSING', message: `${what} is not installed`, next: ['install it: https://kind.sigs.k8s.io'], cause: error });
  }
  if (error instanceof ToolError && name !== undefined) {
    const next = ['the target `deploy` creates it', `kind create cluster --name ${name}`];
    return new FairleadError({ code: 'CLUSTER_STOPPED', message: `the kind cluster ${name} is not there`, details: error.details, next, cause: error });
  }
  if (error instanceof FairleadError) return error;
  throw error;
}

function notLoaded(node: string, reference: string, ids: { found: string | undefined; expected: string }): FairleadError {
  return new FairleadError({
    code: 'IMAGE_NOT_LOADED',
    message: `${reference} did not arrive on the node ${node}`,
    details: [`expected ${ids.expected}`, `found    ${ids.found ?? 'no such image'}`],
    next: ['run this again', `docker exec ${node} df -h /var   # is its disk full?`],
  });
}
