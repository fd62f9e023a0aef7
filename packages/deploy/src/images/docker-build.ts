import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunOptions } from '@fairlead/runtime';
import { buildxMetadataSchema, dockerArgs } from '../tools/docker';
import { buildFailure, progressOf } from './build-failure';
import type { BuildRequest } from './builder';
import { cannotBuild, type Docker, type DockerClient } from './docker-client';
import { inScratch } from './scratch';

/**
 * Builds as the client can, under every reference.
 * @returns the digest of the config, where the client tells.
 */
export async function dockerBuild(client: DockerClient, docker: Docker, { subject, signal, step, ...request }: BuildRequest): Promise<string | undefined> {
  const options: RunOptions = { onLine: progressOf(step), ...(signal ? { signal } : {}) };
  try {
    if (client.way === 'buildx') return await buildx(docker, request, options);
    await docker(client.way === 'buildkit' ? dockerArgs.build(request) : dockerArgs.classicBuild(request), options, client.way);
    return undefined;
  } catch (error) {
    throw cannotBuild(error, client) ?? buildFailure(error, subject, signal);
  }
}

function buildx(docker: Docker, request: Omit<BuildRequest, 'subject' | 'step'>, options: RunOptions): Promise<string | undefined> {
  return inScratch(async (scratch) => {
    const metadataFile = join(scratch, 'metadata.json');
    // Clients before 23 cannot say which context they use.
    const builder = await docker(dockerArgs.contextShow).then(({ stdout }) => stdout.trim() || 'default', () => 'default');
    await docker(dockerArgs.buildxBuild({ ...request, builder, metadataFile }), options, 'buildx');
    return buildxMetadataSchema.parse(JSON.parse(readFileSync(metadataFile, 'utf8')))['containerimage.config.digest'];
  });
}
