import { run, ToolError, type Runner, type RunOptions } from '@fairlead/runtime';
import { z } from 'zod';

/** Pure: the arguments of each call that is made. A node of kind is a container, which Docker is asked about. */
export const kindArgs = {
  clusters: (): string[] => ['get', 'clusters', '--quiet'],
  nodes: (name: string): string[] => ['get', 'nodes', '--name', name, '--quiet'],
  create: (name: string, kubeconfig: string): string[] => ['create', 'cluster', '--name', name, '--kubeconfig', kubeconfig, '--wait', '120s'],
  exportKubeconfig: (name: string, kubeconfig: string): string[] => ['export', 'kubeconfig', '--name', name, '--kubeconfig', kubeconfig, '--quiet'],
  load: (name: string, archive: string): string[] => ['load', 'image-archive', archive, '--name', name],
  inspectImage: (node: string, reference: string): string[] => ['exec', node, 'crictl', 'inspecti', '--output', 'json', reference],
  running: (nodes: readonly string[]): string[] => ['container', 'inspect', '--format', '{{.State.Running}}', ...nodes],
};

export interface Kind {
  exists(): Promise<boolean>;
  /** Containers that run pods. */
  nodes(): Promise<readonly string[]>;
  /** Do all of these containers run? They do not after a restart of the machine. */
  run(nodes: readonly string[]): Promise<boolean>;
  create(options: { readonly kubeconfig: string; readonly onLine: (line: string) => void; readonly signal?: AbortSignal }): Promise<void>;
  exportKubeconfig(path: string): Promise<void>;
  loadImage(archive: string, signal?: AbortSignal): Promise<void>;
  /** Config digest; undefined when the node has no such image. */
  tryImageId(node: string, reference: string): Promise<string | undefined>;
}

// A proxy before several control planes; it runs no pods.
const LOAD_BALANCER = /-external-load-balancer$/;

export function createKind(name: string, runner: Runner = run): Kind {
  const call = (args: string[], options: RunOptions = {}): ReturnType<Runner> => runner('kind', args, options);
  return {
    exists: async () => lines((await call(kindArgs.clusters())).stdout).includes(name),
    nodes: async () => lines((await call(kindArgs.nodes(name))).stdout).filter((node) => !LOAD_BALANCER.test(node)),
    run: async (nodes) => lines((await runner('docker', kindArgs.running(nodes))).stdout).every((line) => line === 'true'),
    create: async ({ kubeconfig, onLine, signal }) => {
      await call(kindArgs.create(name, kubeconfig), { onLine, ...(signal ? { signal } : {}) });
    },
    exportKubeconfig: async (path) => void (await call(kindArgs.exportKubeconfig(name, path))),
    loadImage: async (archive, signal) => void (await call(kindArgs.load(name, archive), signal ? { signal } : {})),
    tryImageId: (node, reference) => tryImageId(runner, node, reference),
  };
}

const imageSchema = z.object({ status: z.object({ id: z.string() }) });

async function tryImageId(runner: Runner, node: string, reference: string): Promise<string | undefined> {
  try {
    const { stdout } = await runner('docker', kindArgs.inspectImage(node, reference));
    return imageSchema.parse(JSON.parse(stdout)).status.id;
  } catch (error) {
    if (error instanceof ToolError && error.code === 'TOOL_FAILED') return undefined;
    throw error;
  }
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}
