import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, ToolError, type Runner } from '@fairlead/runtime';
import { z } from 'zod';
import type { ImageStore } from '../cluster/cluster';
import { buildctlBuild, buildctlProbe, qualified } from '../tools/buildctl';
import { buildFailure, progressOf } from './build-failure';
import { KILL_AFTER_MS, type BuildRequest, type ImageBuilder, type StoredImage } from './builder';
import { inScratch } from './scratch';

type BuildkitStore = Extract<ImageStore, { kind: 'buildkit' }>;

const metadataSchema = z.object({ 'containerimage.config.digest': z.string(), 'containerimage.digest': z.string() });

// The store answers in a tenth of a second; what takes longer is a question to a registry, because it is not there.
const PROBE_MS = 5_000;

/** BuildKit that writes into the store the kubelet reads. A build of what is there costs a fraction of a second. */
export function createBuildkitBuilder({ name, address, buildctl }: BuildkitStore, runner: Runner = run): ImageBuilder {
  return {
    name,
    has: async (reference, { manifestDigest }, signal) => manifestDigest !== undefined && (await inScratch((folder) => tryResolve(reference, folder, signal))) === manifestDigest,
    build: (request) => inScratch((scratch) => build(request, join(scratch, 'metadata.json'))),
    deliver: ({ image }) => Promise.resolve(image),
  };

  async function tryResolve(reference: string, folder: string, signal?: AbortSignal): Promise<string | undefined> {
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${qualified(reference)}\n`);
    const limits = { timeoutMs: PROBE_MS, killAfterMs: KILL_AFTER_MS, ...(signal ? { signal } : {}) };
    try {
      const { stderr } = await runner(buildctl, buildctlProbe(address, folder), limits);
      return /FROM \S+@(sha256:[0-9a-f]{64})/.exec(stderr)?.[1];
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ToolError && isAbsence(error)) return undefined;
      throw error;
    }
  }

  async function build({ subject, folder, references, buildArgs, time, step, signal }: BuildRequest, metadataFile: string): Promise<StoredImage> {
    const args = buildctlBuild({ address, folder, references, buildArgs, time, metadataFile });
    await runner(buildctl, args, { onLine: progressOf(step), killAfterMs: KILL_AFTER_MS, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
      throw buildFailure(error, subject, signal);
    });
    const metadata = metadataSchema.parse(JSON.parse(readFileSync(metadataFile, 'utf8')));
    return { configDigest: metadata['containerimage.config.digest'], manifestDigest: metadata['containerimage.digest'] };
  }
}

function isAbsence({ timedOut, result }: ToolError): boolean {
  return timedOut || /not found|failed to resolve|does not exist/i.test(result.stderr ?? '');
}
