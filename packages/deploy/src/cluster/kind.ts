import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { FairleadError, fairleadHome, run, ToolError, type Runner } from '@fairlead/runtime';
import { createKind, type Kind } from '../tools/kind';
import type { Cluster, EnsureOptions, ImageStore, KubeTarget } from './cluster';

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
  return {
    name: `kind (${name})`,
    kind: 'kind',
    // Since kind 0.24 its own network plug-in enforces policies; which version made the cluster is not known.
    capabilities: { enforcesNetworkPolicy: 'unknown', local: true },
    preflight: () => kind.exists().then(() => [], (error: unknown) => [asFault(error)]),
    ensure: (ensureOptions) => ensure(kind, { name, kubeconfig }, ensureOptions),
    imageStore: () => Promise.resolve(imageStore(kind, name)),
    kubeTarget: () => kubeTarget(kind, { name, kubeconfig }),
  };
}

interface Place {
  readonly name: string;
  readonly kubeconfig: string;
}

async function ensure(kind: Kind, place: Place, { progress, signal }: EnsureOptions): Promise<void> {
  if (await kind.exists().catch((error: unknown) => Promise.reject(asFault(error)))) return;
  const step = progress.step(`Create the kind cluster ${place.name}`);
  try {
    makeFolder(place.kubeconfig);
    await kind.create({ kubeconfig: place.kubeconfig, onLine: (line) => step.update(line.trim()), ...(signal ? { signal } : {}) });
    step.done();
  } catch (error) {
    step.fail();
    throw error;
  }
}

async function kubeTarget(kind: Kind, { name, kubeconfig }: Place): Promise<KubeTarget> {
  makeFolder(kubeconfig);
  await kind.exportKubeconfig(kubeconfig).catch((error: unknown) => Promise.reject(asFault(error, name)));
  return { kubeconfig, context: `kind-${name}` };
}

function imageStore(kind: Kind, name: string): ImageStore {
  const load = async (reference: string, configDigest: string, signal?: AbortSignal): Promise<void> => {
    await kind.loadImage(reference, signal);
    for (const node of await kind.nodes()) {
      const found = await kind.tryImageId(node, reference);
      if (found !== configDigest) throw notLoaded(node, reference, { found, expected: configDigest });
    }
  };
  return { kind: 'docker', name: `Docker, loaded into kind ${name}`, env: {}, deliver: { how: 'load', load } };
}

function makeFolder(kubeconfig: string): void {
  mkdirSync(dirname(kubeconfig), { recursive: true, mode: 0o700 });
}

function asFault(error: unknown, name?: string): FairleadError {
  if (error instanceof ToolError && error.code === 'TOOL_MISSING') {
    return new FairleadError({ code: 'KIND_MISSING', message: 'kind is not installed', next: ['install it: https://kind.sigs.k8s.io'], cause: error });
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
  });
}
