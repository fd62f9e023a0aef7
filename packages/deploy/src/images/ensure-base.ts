import type { WorkloadPlan } from '@fairlead/plan';
import type { Progress } from '@fairlead/runtime';
import type { BaseChoice } from './base-choice';
import { standIn, type StandIn } from './bases/stand-in';
import type { ImageBuilder } from './builder';
import { registryAnswers } from './registry-probe';

export interface EnsureBaseOptions {
  readonly builder: ImageBuilder;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Choices of the run before. */
  readonly before: readonly BaseChoice[];
}

/**
 * The real base where its registry answers; otherwise a stand-in, built into the store under a name of its own
 * unless it is there. A store that was wiped is repaired by that.
 */
export async function ensureBase(base: WorkloadPlan['base'], options: EnsureBaseOptions): Promise<BaseChoice> {
  const { builder, progress, signal, before } = options;
  if (await registryAnswers(base.reference)) return { wanted: base.reference, reference: base.reference, standIn: false };
  const prepared = await standIn(base.standIn, { progress, signal });
  const known = before.find(({ wanted, reference, image }) => wanted === base.reference && reference === prepared.reference && image !== undefined);
  if (known && (await builder.has(known.reference, signal))) return known;
  return buildStandIn(base.reference, prepared, options);
}

async function buildStandIn(wanted: string, { reference, folder, assembly }: StandIn, { builder, progress, signal }: EnsureBaseOptions): Promise<BaseChoice> {
  const step = progress.step(`Base ${wanted}: no registry answers, so a stand-in`);
  try {
    const { configDigest, manifestDigest } = await builder.build({ folder, references: [reference], buildArgs: {}, step, signal });
    step.done(reference);
    return { wanted, reference, standIn: true, sizeBytes: assembly.bytes, image: { configDigest, ...(manifestDigest === undefined ? {} : { manifestDigest }) } };
  } catch (error) {
    step.fail();
    throw error;
  }
}
