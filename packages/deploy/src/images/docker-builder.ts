import { FairleadError, run, ToolError, type Runner } from '@fairlead/runtime';
import type { ImageStore } from '../cluster/cluster';
import { dockerArgs, dockerImageSchema } from '../tools/docker';
import { buildFailure, progressOf } from './build-failure';
import type { BuildRequest, ImageBuilder, StoredImage } from './builder';

type DockerStore = Extract<ImageStore, { kind: 'docker' }>;

/** The Docker client against the daemon that the store names. */
export function createDockerBuilder({ name, env, deliver }: DockerStore, runner: Runner = run): ImageBuilder {
  const docker: (args: readonly string[], more?: Parameters<Runner>[2]) => ReturnType<Runner> = (args, more = {}) =>
    runner('docker', args, { ...more, env: { ...env, DOCKER_BUILDKIT: '1', BUILDX_NO_DEFAULT_ATTESTATIONS: '1' } });

  return {
    name,
    has: async (reference) => (await tryInspect(reference)) !== undefined,
    build: async (request) => {
      await buildWith(request, await hasBuildx());
      const [readable = '', content = readable] = request.references;
      const image = await tryInspect(content);
      if (image === undefined) throw new FairleadError({ code: 'IMAGE_BUILD_FAILED', message: `docker build succeeded, but ${content} is not in ${name}`, next: ['docker context ls   # is the client building elsewhere?'] });
      await delivered(content, image.configDigest, request.signal);
      return deliver.how === 'push' ? { ...image, ...(await pushedDigest(content)) } : image;
    },
  };

  async function buildWith({ folder, references, buildArgs, step, signal }: BuildRequest, buildx: boolean): Promise<void> {
    const args = dockerArgs.build({ folder, references, buildArgs, buildx });
    await docker(args, { onLine: progressOf(step), ...(signal ? { signal } : {}) }).catch((error: unknown) => {
      throw cannotBuild(error) ?? buildFailure(error, folder, signal);
    });
  }

  async function hasBuildx(): Promise<boolean> {
    return docker(dockerArgs.buildxVersion).then(() => true, () => false);
  }

  async function tryInspect(reference: string): Promise<StoredImage | undefined> {
    try {
      const { stdout } = await docker(dockerArgs.inspect(reference));
      const { Id, Size } = dockerImageSchema.parse(JSON.parse(stdout));
      return { configDigest: Id, sizeBytes: Size };
    } catch (error) {
      if (error instanceof ToolError && /no such image/i.test(error.result.stderr ?? '')) return undefined;
      throw error;
    }
  }

  async function delivered(reference: string, configDigest: string, signal?: AbortSignal): Promise<void> {
    if (deliver.how === 'load') await deliver.load(reference, configDigest, signal);
    if (deliver.how === 'push') await docker(dockerArgs.push(reference), signal ? { signal } : {});
  }

  async function pushedDigest(reference: string): Promise<{ manifestDigest?: string }> {
    const { stdout } = await docker(dockerArgs.inspect(reference));
    const pushed = dockerImageSchema.parse(JSON.parse(stdout)).RepoDigests?.find((one) => one.startsWith(`${reference.replace(/:[^:/]*$/, '')}@`));
    const digest = pushed?.split('@')[1];
    return digest === undefined ? {} : { manifestDigest: digest };
  }
}

/** A newer client without its plug-in cannot build at all; what it says of that helps nobody. */
function cannotBuild(error: unknown): FairleadError | undefined {
  if (!(error instanceof ToolError) || !/buildx component is missing or broken/i.test(error.result.stderr ?? '')) return undefined;
  return new FairleadError({ code: 'DOCKER_CANNOT_BUILD', message: 'this Docker client cannot build: its buildx plug-in is missing', next: ['install docker-buildx-plugin (docker-buildx on Debian)'], cause: error });
}
