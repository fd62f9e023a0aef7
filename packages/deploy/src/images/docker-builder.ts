import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FairleadError, run, ToolError, type Runner } from '@fairlead/runtime';
import type { ImageStore } from '../cluster/cluster';
import { dockerArgs, dockerImageSchema, type DockerImage } from '../tools/docker';
import { KILL_AFTER_MS, type BuildRequest, type ImageBuilder, type StoredImage } from './builder';
import { dockerBuild } from './docker-build';
import { clientEnv, daemonEnv, dockerFault, inspectClient, type Docker, type DockerClient } from './docker-client';
import { deliverFromDocker } from './docker-delivery';
import type { PushOptions } from './push-image';
import { configDigestOf } from './settle/config-digest';
import { settleImage } from './settle/settle-image';

type DockerStore = Extract<ImageStore, { kind: 'docker' }>;

export interface DockerBuilderOptions {
  readonly runner?: Runner;
  /** Default: `settleImage`. */
  readonly settle?: typeof settleImage;
  /** How a busy registry is waited for, and whom to ask about it. */
  readonly push?: Pick<PushOptions, 'registry' | 'patience'>;
}

/** The Docker client against the daemon that the store names. */
export function createDockerBuilder({ name, env, deliver }: DockerStore, { runner = run, settle = settleImage, push = {} }: DockerBuilderOptions = {}): ImageBuilder {
  const docker: Docker = (args, options = {}, way) =>
    runner('docker', args, { killAfterMs: KILL_AFTER_MS, ...options, env: { ...daemonEnv(env), ...clientEnv(way) } }).catch((error: unknown) => Promise.reject(dockerFault(error)));
  let client: Promise<DockerClient> | undefined;

  return {
    name,
    has: async (reference, image, signal) => {
      const found = await tryInspect(reference, signal);
      return found !== undefined && [image.configDigest, image.manifestDigest, image.indexDigest].includes(found.Id);
    },
    build: async (request) => {
      client ??= inspectClient(docker);
      const configDigest = await dockerBuild(await client, docker, request);
      const [reference = ''] = request.references;
      const image = await tryInspect(reference, request.signal);
      if (!image) throw elsewhere(reference);
      return { ...stored(image), ...(await settled(image, configDigest, request)) };
    },
    deliver: (request) => deliverFromDocker(request, { how: deliver, docker, tryInspect, ...push }),
  };

  /** Daemons with an image store of their own cannot date what they build; those with containerd's do, but do not always tell the config's digest. */
  async function settled({ Id, Descriptor }: DockerImage, told: string | undefined, { references, folder, time, signal }: BuildRequest): Promise<Pick<StoredImage, 'configDigest'>> {
    const options = { docker, runner, ...(signal ? { signal } : {}) };
    if (Descriptor) return { configDigest: told ?? (await configDigestOf(Id, options)) };
    const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    return { configDigest: await settle({ id: Id, references, dockerfile, time, ...options }) };
  }

  function elsewhere(reference: string): FairleadError {
    return new FairleadError({ code: 'IMAGE_BUILD_FAILED', message: `docker build succeeded, but ${reference} is not in ${name}`, next: ['docker context ls   # does the client build elsewhere?'] });
  }

  async function tryInspect(reference: string, signal?: AbortSignal): Promise<DockerImage | undefined> {
    try {
      const { stdout } = await docker(dockerArgs.inspect(reference), signal ? { signal } : {});
      return dockerImageSchema.parse(JSON.parse(stdout));
    } catch (error) {
      if (error instanceof ToolError && /no such image/i.test(error.result.stderr ?? '')) return undefined;
      throw error;
    }
  }
}

function stored({ Id, Size, Descriptor }: DockerImage): StoredImage {
  const image: StoredImage = { configDigest: Id, sizeBytes: Size };
  if (!Descriptor) return image;
  return /index|manifest\.list/.test(Descriptor.mediaType) ? { ...image, indexDigest: Descriptor.digest } : { ...image, manifestDigest: Descriptor.digest };
}
