import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Runner } from '@fairlead/runtime';
import { z } from 'zod';
import { qualified } from '../../tools/buildctl';
import { dockerArgs } from '../../tools/docker';
import type { Docker } from '../docker-client';
import { inScratch } from '../scratch';
import { finalStage } from './dockerfile';
import { encodeConfig, ownLayerCount, readImageConfig, settleConfig, type ImageConfig } from './image-config';
import { settleLayer } from './layer';

export interface SettleRequest {
  /** What the daemon calls the image that was built. */
  readonly id: string;
  readonly references: readonly string[];
  readonly dockerfile: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly docker: Docker;
  /** For `tar`. Default: `run`. */
  readonly runner?: Runner;
  readonly signal?: AbortSignal;
}

const manifestSchema = z.tuple([z.object({ Config: z.string(), Layers: z.array(z.string()) })]);

/**
 * Makes an image that a Docker daemon built into the one that BuildKit makes of the same files: daemons with an image
 * store of their own date layers and configs by the clock, so that nothing built twice would be the same.
 * @returns the digest of its config, under which the daemon has it with every reference.
 */
export function settleImage({ id, references, dockerfile, time, docker, runner = run, signal }: SettleRequest): Promise<string> {
  return inScratch(async (scratch) => {
    const limits = signal ? { signal } : {};
    const [archive, folder] = [join(scratch, 'image.tar'), join(scratch, 'image')];
    await docker(dockerArgs.save(archive, [id]), limits);
    mkdirSync(folder);
    await runner('tar', ['-xf', archive, '-C', folder], limits);
    const settled = settleFiles(folder, { instructions: finalStage(dockerfile), time });
    if (settled.digest === id) return id;
    await runner('tar', ['-cf', archive, '-C', folder, ...pack(folder, settled, references)], limits);
    await docker(dockerArgs.load(archive), limits);
    // It has no name any more; what still uses it is none of our business.
    await docker(dockerArgs.remove(id), limits).catch(() => undefined);
    return settled.digest;
  });
}

interface SettledFiles {
  readonly digest: string;
  readonly config: string;
  /** Paths in the folder, base first. */
  readonly layers: readonly string[];
  readonly own: readonly string[];
}

function settleFiles(folder: string, { instructions, time }: Parameters<typeof settleConfig>[1]): SettledFiles {
  const [{ Config, Layers }] = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const image = readImageConfig(readFileSync(join(folder, Config), 'utf8'));
  const own = ownLayerCount(image, instructions);
  const ownLayers = own === 0 ? [] : Layers.slice(-own);
  const ownIds = ownLayers.map((layer) => settleLayerFile(join(folder, layer), time));
  const diffIds = [...image.rootfs.diff_ids.slice(0, Layers.length - own), ...ownIds];
  const settled: ImageConfig = settleConfig({ ...image, rootfs: { ...image.rootfs, diff_ids: diffIds } }, { instructions, time });
  const config = encodeConfig(settled);
  return { digest: sha256(config), config, layers: Layers, own: ownLayers };
}

function settleLayerFile(path: string, time: number): string {
  const layer = readFileSync(path);
  settleLayer(layer, time);
  writeFileSync(path, layer);
  return sha256(layer);
}

/** Layers of the base are in the daemon already, so that only their places are named. @returns what goes into the archive. */
function pack(folder: string, { config, layers, own }: SettledFiles, references: readonly string[]): string[] {
  writeFileSync(join(folder, 'config.json'), config);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: 'config.json', RepoTags: references.map(qualified), Layers: layers }]));
  return ['manifest.json', 'config.json', ...new Set(own)];
}

function sha256(data: string | Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}
