import { join } from 'node:path';
import { run, type Runner } from '@fairlead/runtime';
import { z } from 'zod';
import { dockerArgs } from '../../tools/docker';
import type { Docker } from '../docker-client';
import { inScratch } from '../scratch';

const manifestSchema = z.tuple([z.object({ Config: z.string() })]);

export interface ConfigDigestOptions {
  readonly docker: Docker;
  /** For `tar`. Default: `run`. */
  readonly runner?: Runner;
  readonly signal?: AbortSignal;
}

/**
 * The digest of an image's config, which is what nodes call an image that was loaded: daemons that keep images in
 * containerd's store tell only that of its manifest, but an archive has the config under its own.
 */
export function configDigestOf(reference: string, { docker, runner = run, signal }: ConfigDigestOptions): Promise<string> {
  return inScratch(async (folder) => {
    const limits = signal ? { signal } : {};
    const archive = join(folder, 'image.tar');
    await docker(dockerArgs.save(archive, [reference]), limits);
    const { stdout } = await runner('tar', ['-xOf', archive, 'manifest.json'], limits);
    const [{ Config }] = manifestSchema.parse(JSON.parse(stdout));
    const [digest = ''] = /[0-9a-f]{64}/.exec(Config) ?? [];
    return `sha256:${digest}`;
  });
}
