import { readFileSync } from 'node:fs';
import { run, type RunResult } from '@fairlead/runtime';

const ANY = Array.from({ length: 256 }, (_, code) => code);

/** Runs Nx as a person would, and gives back whatever it ended with. */
export function nx(...args: string[]): Promise<RunResult> {
  return run('npx', ['nx', ...args, '--output-style=stream'], { okCodes: ANY, env: { FORCE_COLOR: '0' } });
}

/** Runs Nx, which must succeed. @throws Error with the end of its output. */
export async function nxOk(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await nx(...args);
  if (exitCode !== 0) throw new Error(`nx ${args.join(' ')} ended with ${exitCode}:\n${`${stdout}${stderr}`.slice(-4000)}`);
  return stdout + stderr;
}

export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly labels: Readonly<Record<string, string>>; readonly deletionTimestamp?: string };
}

interface EmbeddedStatus {
  readonly endpoints: { readonly kubeconfig: string; readonly context: string };
}

/** Access to the cluster behind the environment `local`, for assertions only. */
export async function clusterTools(): Promise<{ kubectl(...args: string[]): Promise<string>; helm(...args: string[]): Promise<string> }> {
  const { stdout } = await run(process.execPath, ['packages/embedded-cluster/dist/embedded-cluster.mjs', 'status', '--json']);
  const { endpoints } = JSON.parse(stdout) as EmbeddedStatus;
  const { createKubeTools } = await import('../../packages/deploy/src/tools/kube-tools');
  const { silentProgress } = await import('@fairlead/runtime');
  const tools = createKubeTools({ progress: silentProgress });
  const place = { KUBECONFIG: endpoints.kubeconfig };
  return {
    kubectl: async (...args) => (await run((await tools.find('kubectl')).path, ['--context', endpoints.context, ...args], { env: place })).stdout,
    helm: async (...args) => (await run((await tools.find('helm')).path, ['--kube-context', endpoints.context, ...args], { env: place })).stdout,
  };
}

/** The immutable references that the last build wrote down. */
export function builtTag(component: string): { repository: string; tag: string } {
  const { references } = JSON.parse(readFileSync(`dist/receipts/local/${component}.json`, 'utf8')) as { references: { content: string } };
  const colon = references.content.lastIndexOf(':');
  return { repository: references.content.slice(0, colon), tag: references.content.slice(colon + 1) };
}
