import { join } from 'node:path';
import type { EnvironmentPlan, WorkloadPlan } from '@fairlead/plan';
import type { Step } from '@fairlead/runtime';
import { readBaseChoice } from './base-choice';
import type { ImageBuilder } from './builder';
import { contentHash } from './content-hash';
import { tryReadReceipt, writeReceipt, type Receipt } from './receipt';

export interface BuildWorkloadOptions {
  readonly root: string;
  readonly environment: EnvironmentPlan;
  readonly builder: ImageBuilder;
  readonly step: Pick<Step, 'update'>;
  readonly signal: AbortSignal;
}

/** Builds the image of a workload under its readable and its content tag, and writes its receipt. */
export async function buildWorkload(workload: WorkloadPlan, options: BuildWorkloadOptions): Promise<Receipt> {
  const { root, environment, builder, step, signal } = options;
  const base = readBaseChoice(root, environment.name, workload.base.reference);
  const folder = join(root, workload.root);
  const buildArgs = { [workload.base.arg]: base.reference };
  const { hash, bytes } = contentHash({ folder, paths: workload.contextPaths, facts: { ...buildArgs, arch: process.arch } });
  const references = referencesOf(workload, environment, hash);
  const before = tryReadReceipt(root, environment.name, workload.name);
  if (before?.contentHash === hash && before.store === builder.name && (await builder.has(references.content, signal))) return unchanged(before, options);
  const image = await builder.build({ folder, references: [references.readable, references.content], buildArgs, step, signal });
  const sizeBytes = image.sizeBytes ?? (base.sizeBytes === undefined ? undefined : base.sizeBytes + bytes);
  const receipt: Receipt = {
    version: 1,
    component: workload.name,
    references,
    contentHash: hash,
    ...image,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    contextBytes: bytes,
    store: builder.name,
    base: { reference: base.wanted, ...(base.standIn ? { standIn: base.reference } : {}) },
    cached: false,
  };
  writeReceipt(root, environment.name, receipt);
  return receipt;
}

function unchanged(before: Receipt, { root, environment }: BuildWorkloadOptions): Receipt {
  const receipt = { ...before, cached: true };
  writeReceipt(root, environment.name, receipt);
  return receipt;
}

/** Under a registry's prefix, or bare for a store of the cluster's own. */
function referencesOf({ image }: WorkloadPlan, { registry }: EnvironmentPlan, hash: string): Receipt['references'] {
  const repository = registry === undefined ? image.repository : `${registry.prefix}/${image.repository.split('/').pop() ?? image.repository}`;
  return { readable: `${repository}:${image.tag}`, content: `${repository}:${hash}` };
}
