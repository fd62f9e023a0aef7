import { join } from 'node:path';
import type { EnvironmentPlan, WorkloadPlan } from '@fairlead/plan';
import type { Step } from '@fairlead/runtime';
import { readBaseChoice, type BaseChoice } from './base-choice';
import { currentPlatform } from './bases/platform';
import type { ImageBuilder, StoredImage } from './builder';
import { contentHash, contentTime, type Content } from './content-hash';
import { tryReadReceipt, writeReceipt, type Receipt } from './receipt';
import { inScratch } from './scratch';
import { dateContext, stageContext } from './stage-context';

export interface BuildWorkloadOptions {
  readonly root: string;
  readonly environment: EnvironmentPlan;
  readonly builder: ImageBuilder;
  readonly step: Pick<Step, 'update'>;
  readonly signal: AbortSignal;
}

/** What is known of an image once it is in the store. */
interface Built extends Content {
  readonly image: StoredImage;
  readonly cached: boolean;
}

/** Builds the image of a workload under its readable and its content tag, and writes its receipt. */
export async function buildWorkload(workload: WorkloadPlan, options: BuildWorkloadOptions): Promise<Receipt> {
  const { root, environment, builder, step, signal } = options;
  const base = readBaseChoice(root, environment.name, workload.base.reference);
  const built = (await tryPresent(workload, base, options)) ?? (await build(workload, base, options));
  const references = referencesOf(workload, environment, built.hash);
  const image = await builder.deliver({ references: [references.content, references.readable], image: built.image, step, signal });
  const sizeBytes = image.sizeBytes ?? (base.sizeBytes === undefined ? undefined : base.sizeBytes + built.bytes);
  const receipt: Receipt = {
    version: 1,
    component: workload.name,
    references,
    contentHash: built.hash,
    ...image,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    contextBytes: built.bytes,
    store: builder.name,
    base: { reference: base.wanted, ...(base.standIn ? { standIn: base.reference } : {}) },
    cached: built.cached,
  };
  writeReceipt(root, environment.name, receipt);
  return receipt;
}

/** The image of an earlier run, if nothing that goes in has changed and the store still has it under both names. */
async function tryPresent(workload: WorkloadPlan, base: BaseChoice, { root, environment, builder, signal }: BuildWorkloadOptions): Promise<Built | undefined> {
  const content = contentHash(inputsOf(workload, base, join(root, workload.root)));
  const before = tryReadReceipt(root, environment.name, workload.name);
  if (before?.configDigest === undefined || before.contentHash !== content.hash || before.store !== builder.name) return undefined;
  const { configDigest, manifestDigest, indexDigest, sizeBytes } = before;
  const image = { configDigest, manifestDigest, indexDigest, sizeBytes };
  const { readable, content: tagged } = referencesOf(workload, environment, content.hash);
  const present = await Promise.all([tagged, readable].map((reference) => builder.has(reference, image, signal)));
  return present.every(Boolean) ? { ...content, image, cached: true } : undefined;
}

/** The hash is that of the copy which is built, whatever happens to the sources meanwhile. */
function build(workload: WorkloadPlan, base: BaseChoice, { root, environment, builder, step, signal }: BuildWorkloadOptions): Promise<Built> {
  return inScratch(async (folder) => {
    stageContext(join(root, workload.root), workload.contextPaths, folder);
    const content = contentHash(inputsOf(workload, base, folder));
    const time = contentTime(content.hash);
    dateContext(folder, time);
    const { readable, content: tagged } = referencesOf(workload, environment, content.hash);
    const image = await builder.build({ subject: workload.root, folder, references: [tagged, readable], buildArgs: argsOf(workload, base), time, step, signal });
    return { ...content, image, cached: false };
  });
}

function inputsOf(workload: WorkloadPlan, base: BaseChoice, folder: string): Parameters<typeof contentHash>[0] {
  return { folder, paths: workload.contextPaths, facts: { ...argsOf(workload, base), platform: currentPlatform().docker } };
}

function argsOf(workload: WorkloadPlan, base: BaseChoice): Readonly<Record<string, string>> {
  return { [workload.base.arg]: base.reference };
}

/** Under a registry's prefix, or bare for a store of the cluster's own. */
function referencesOf({ image }: WorkloadPlan, { registry }: EnvironmentPlan, hash: string): Receipt['references'] {
  const repository = registry === undefined ? image.repository : `${registry.prefix}/${image.repository.split('/').pop() ?? image.repository}`;
  return { readable: `${repository}:${image.tag}`, content: `${repository}:${hash}` };
}
