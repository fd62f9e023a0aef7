import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, ToolError, type Runner } from '@fairlead/runtime';
import { z } from 'zod';
import type { ImageStore } from '../cluster/cluster';
import { buildctlBuild, buildctlProbe, qualified } from '../tools/buildctl';
import { buildFailure, progressOf } from './build-failure';
import type { BuildRequest, ImageBuilder, StoredImage } from './builder';

type BuildkitStore = Extract<ImageStore, { kind: 'buildkit' }>;

const metadataSchema = z.object({ 'containerimage.config.digest': z.string(), 'containerimage.digest': z.string() });

/** BuildKit that writes into the store the kubelet reads. A build of what is there costs a fraction of a second. */
export function createBuildkitBuilder({ name, address, buildctl }: BuildkitStore, runner: Runner = run): ImageBuilder {
  return {
    name,
    has: (reference, signal) =>
      inScratch(async (folder) => {
        writeFileSync(join(folder, 'Dockerfile'), `FROM ${qualified(reference)}\n`);
        try {
          await runner(buildctl, buildctlProbe(address, folder), signal ? { signal } : {});
          return true;
        } catch (error) {
          if (error instanceof ToolError && /not found|failed to resolve|does not exist/i.test(error.result.stderr ?? '')) return false;
          throw error;
        }
      }),
    build: (request) => inScratch((scratch) => build(request, join(scratch, 'metadata.json'))),
  };

  async function build({ folder, references, buildArgs, step, signal }: BuildRequest, metadataFile: string): Promise<StoredImage> {
    const onLine = progressOf(step);
    await runner(buildctl, buildctlBuild({ address, folder, references, buildArgs, metadataFile }), { onLine, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
      throw buildFailure(error, folder, signal);
    });
    const metadata = metadataSchema.parse(JSON.parse(readFileSync(metadataFile, 'utf8')));
    return { configDigest: metadata['containerimage.config.digest'], manifestDigest: metadata['containerimage.digest'] };
  }
}

async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-build-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
