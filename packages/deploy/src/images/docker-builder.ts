import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FairleadError, run, ToolError, type Runner, type RunOptions } from '@fairlead/runtime';
import type { ImageStore } from '../cluster/cluster';
import { buildxMetadataSchema, dockerArgs, dockerImageSchema, type DockerImage } from '../tools/docker';
import { buildFailure, progressOf } from './build-failure';
import { KILL_AFTER_MS, type BuildRequest, type ImageBuilder, type StoredImage } from './builder';
import { cannotBuild, clientEnv, inspectClient, type DockerClient, type DockerWay } from './docker-client';
import { deliverFromDocker } from './docker-delivery';
import { inScratch } from './scratch';

type DockerStore = Extract<ImageStore, { kind: 'docker' }>;

/** The Docker client against the daemon that the store names. */
export function createDockerBuilder({ name, env, deliver }: DockerStore, runner: Runner = run): ImageBuilder {
  const docker = (args: readonly string[], options: RunOptions = {}, way?: DockerWay): ReturnType<Runner> =>
    runner('docker', args, { killAfterMs: KILL_AFTER_MS, ...options, env: { ...env, ...clientEnv(way) } });
  let client: Promise<DockerClient> | undefined;

  return {
    name,
    has: async (reference, image, signal) => {
      const found = await tryInspect(reference, signal);
      return found !== undefined && [image.configDigest, image.manifestDigest, image.indexDigest].includes(found.Id);
    },
    build: async (request) => {
      client ??= inspectClient(docker);
      const configDigest = await buildWith(await client, request);
      const [reference = ''] = request.references;
      const image = await tryInspect(reference, request.signal);
      if (image) return { ...stored(image), ...(configDigest === undefined ? {} : { configDigest }) };
      throw new FairleadError({ code: 'IMAGE_BUILD_FAILED', message: `docker build succeeded, but ${reference} is not in ${name}`, next: ['docker context ls   # does the client build elsewhere?'] });
    },
    deliver: (request) => deliverFromDocker(request, { how: deliver, docker, tryInspect }),
  };

  /** @returns the digest of the config, where the client tells. */
  async function buildWith(found: DockerClient, { subject, signal, step, ...request }: BuildRequest): Promise<string | undefined> {
    const options: RunOptions = { onLine: progressOf(step), ...(signal ? { signal } : {}) };
    try {
      if (found.way === 'buildx') return await buildx(request, options);
      await docker(found.way === 'buildkit' ? dockerArgs.build(request) : dockerArgs.classicBuild(request), options, found.way);
      return undefined;
    } catch (error) {
      throw cannotBuild(error, found) ?? buildFailure(error, subject, signal);
    }
  }

  function buildx(request: Omit<BuildRequest, 'subject' | 'step'>, options: RunOptions): Promise<string | undefined> {
    return inScratch(async (scratch) => {
      const metadataFile = join(scratch, 'metadata.json');
      const builder = (await docker(dockerArgs.contextShow)).stdout.trim() || 'default';
      await docker(dockerArgs.buildxBuild({ ...request, builder, metadataFile }), options, 'buildx');
      return buildxMetadataSchema.parse(JSON.parse(readFileSync(metadataFile, 'utf8')))['containerimage.config.digest'];
    });
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
