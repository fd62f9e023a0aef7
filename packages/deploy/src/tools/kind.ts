import { run, ToolError, type Runner, type RunOptions } from '@fairlead/runtime';
import { z } from 'zod';

/** Pure: the arguments of each call that is made. */
export const kindArgs = {
  clusters: (): string[] => ['get', 'clusters', '--quiet'],
  nodes: (name: string): string[] => ['get', 'nodes', '--name', name, '--quiet'],
  create: (name: string, kubeconfig: string): string[] => ['create', 'cluster', '--name', name, '--kubeconfig', kubeconfig, '--wait', '120s'],
  exportKubeconfig: (name: string, kubeconfig: string): string[] => ['export', 'kubeconfig', '--name', name, '--kubeconfig', kubeconfig, '--quiet'],
  load: (name: string, reference: string): string[] => ['load', 'docker-image', reference, '--name', name],
  /** For `docker`: a node is a container. */
  inspectImage: (node: string, reference: string): string[] => ['exec', node, 'crictl', 'inspecti', '--output', 'json', reference],
};

export interface Kind {
  exists(): Promise<boolean>;
  nodes(): Promise<readonly string[]>;
  create(options: { readonly kubeconfig: string; readonly onLine: (line: string) => void; readonly signal?: AbortSignal }): Promise<void>;
  exportKubeconfig(path: string): Promise<void>;
  loadImage(reference: string, signal?: AbortSignal): Promise<void>;
  /** Config digest; undefined when the node has no such image. */
  tryImageId(node: string, reference: string): Promise<string | undefined>;
}

export function createKind(name: string, runner: Runner = run): Kind {
  const call = (args: string[], options: RunOptions = {}): ReturnType<Runner> => runner('kind', args, options);
  return {
    exists: async () => lines((await call(kindArgs.clusters())).stdout).includes(name),
    nodes: async () => lines((await call(kindArgs.nodes(name))).stdout),
    create: async ({ kubeconfig, onLine, signal }) => {
      await call(kindArgs.create(name, kubeconfig), { onLine, ...(signal ? { signal } : {}) });
    },
    exportKubeconfig: async (path) => void (await call(kindArgs.exportKubeconfig(name, path))),
    loadImage: async (reference, signal) => void (await call(kindArgs.load(name, reference), signal ? { signal } : {})),
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
