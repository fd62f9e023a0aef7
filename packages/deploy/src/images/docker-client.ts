import { FairleadError, ToolError, type Runner, type RunOptions } from '@fairlead/runtime';
import { dockerArgs, dockerVersionSchema } from '../tools/docker';

/**
 * How a Docker client builds: with its buildx plug-in; with BuildKit that is part of it (before 23); or, where a newer
 * one lacks the plug-in, with the classic builder, which is slower and cannot date images.
 */
export type DockerWay = 'buildx' | 'buildkit' | 'classic';

/** Runs the Docker client against the daemon of the store; `way` for what builds. */
export type Docker = (args: readonly string[], options?: RunOptions, way?: DockerWay) => ReturnType<Runner>;

export interface DockerClient {
  readonly way: DockerWay;
  /** For messages, e.g. `Docker 28.2.2 without buildx`. */
  readonly description: string;
}

const FIRST_WITHOUT_BUILDKIT = 23;

/** @throws FairleadError `DOCKER_MISSING` or `DOCKER_UNREACHABLE`. */
export async function inspectClient(docker: (args: readonly string[]) => ReturnType<Runner>): Promise<DockerClient> {
  const [version, buildx] = await Promise.all([clientVersion(docker), docker(dockerArgs.buildxVersion).then(() => true, () => false)]);
  if (buildx) return { way: 'buildx', description: `Docker ${version} with buildx` };
  const way = Number.parseInt(version, 10) < FIRST_WITHOUT_BUILDKIT ? 'buildkit' : 'classic';
  return { way, description: `Docker ${version} without buildx` };
}

async function clientVersion(docker: (args: readonly string[]) => ReturnType<Runner>): Promise<string> {
  try {
    return dockerVersionSchema.parse(JSON.parse((await docker(dockerArgs.version)).stdout)).Client.Version;
  } catch (error) {
    // Asked for versions, it fails for nothing but a daemon that does not answer.
    throw error instanceof ToolError && error.code === 'TOOL_FAILED' ? unreachable(error) : error;
  }
}

const NO_DAEMON = /cannot connect to the docker daemon|error during connect|permission denied while trying to connect/i;

/** What a call of the client failed of, where that is the client or the daemon itself; any other error as it is. */
export function dockerFault(error: unknown): unknown {
  if (!(error instanceof ToolError)) return error;
  if (error.code === 'TOOL_MISSING') return missing(error);
  return NO_DAEMON.test(error.result.stderr ?? '') ? unreachable(error) : error;
}

function missing(cause: ToolError): FairleadError {
  return new FairleadError({ code: 'DOCKER_MISSING', message: 'the Docker client is not installed', next: ['install it: https://docs.docker.com/engine/install'], cause });
}

function unreachable(cause: ToolError): FairleadError {
  const forbidden = /permission denied/i.test(cause.result.stderr ?? '');
  return new FairleadError({
    code: 'DOCKER_UNREACHABLE',
    message: forbidden ? 'you may not speak to the Docker daemon' : 'the Docker daemon does not answer',
    next: [forbidden ? 'sudo usermod -aG docker "$(id -un)"   # then log in again' : 'start Docker', 'docker version   # must name a server'],
    details: (cause.result.stderr ?? '').trim().split('\n').slice(-3),
    cause,
  });
}

/** Selects a daemon for sure: what else could select one in the user's shell is removed, unless none is named. */
export function daemonEnv(env: Readonly<Record<string, string>>): Readonly<Record<string, string | undefined>> {
  if (env['DOCKER_HOST'] === undefined) return env;
  const selecting = ['DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_API_VERSION'];
  return { ...Object.fromEntries(selecting.map((name) => [name, undefined])), ...env };
}

/** What each way needs in the environment; `undefined` removes what the user may have set. */
export function clientEnv(way: DockerWay | undefined): Readonly<Record<string, string | undefined>> {
  if (way === undefined) return {};
  return { DOCKER_BUILDKIT: way === 'classic' ? '0' : '1', BUILDX_NO_DEFAULT_ATTESTATIONS: '1', BUILDX_BUILDER: undefined };
}

/** A client that cannot build at all; what it says of that helps nobody. */
export function cannotBuild(error: unknown, { description }: DockerClient): FairleadError | undefined {
  if (!(error instanceof ToolError) || !/buildx component|unknown flag|install the buildx/i.test(error.result.stderr ?? '')) return undefined;
  return new FairleadError({
    code: 'DOCKER_CANNOT_BUILD',
    message: `${description} cannot build images`,
    details: error.details,
    next: ['install its buildx plug-in: https://docs.docker.com/go/buildx'],
    cause: error,
  });
}
