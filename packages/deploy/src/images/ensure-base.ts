import type { WorkloadPlan } from '@fairlead/plan';
import type { Progress } from '@fairlead/runtime';
import type { BaseChoice } from './base-choice';
import { standIn } from './bases/stand-in';
import type { ImageBuilder, StoredImage } from './builder';
import { registryAnswers } from './registry-probe';

export interface EnsureBaseOptions {
  readonly builder: ImageBuilder;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The base to build upon, and what is in the store already. */
export interface EnsuredBase {
  readonly choice: BaseChoice;
  /** Known for a stand-in, which was built here. */
  readonly image?: StoredImage;
  readonly hash: string;
}

/**
 * The real base where its registry answers; otherwise a stand-in, built into the store under a name of its own.
 * Building what is there already costs a fraction of a second, and repairs a store that was wiped.
 */
export async function ensureBase(base: WorkloadPlan['base'], { builder, progress, signal }: EnsureBaseOptions): Promise<EnsuredBase> {
  if (await registryAnswers(base.reference)) return { choice: { wanted: base.reference, reference: base.reference, standIn: false }, hash: base.reference };
  const { reference, folder, assembly } = await standIn(base.standIn, { progress, signal });
  const step = progress.step(`Base ${base.reference}: no registry answers, so a stand-in`);
  try {
    const image = await builder.build({ folder, references: [reference], buildArgs: {}, step, signal });
    step.done(reference);
    return { choice: { wanted: base.reference, reference, standIn: true, sizeBytes: assembly.bytes }, image, hash: assembly.hash };
  } catch (error) {
    step.fail();
    throw error;
  }
}
