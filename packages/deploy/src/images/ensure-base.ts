import type { WorkloadPlan } from '@fairlead/plan';
import { FairleadError, type Progress, type Step } from '@fairlead/runtime';
import type { BaseChoice } from './base-choice';
import { pinned, type BaseLock } from './base-lock';
import { standIn, tryStandIn, type StandIn } from './bases/stand-in';
import type { ImageBuilder } from './builder';
import { registryAnswers } from './registry-probe';

export interface EnsureBasesOptions {
  readonly builder: ImageBuilder;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Digests that real bases are pinned to. Default: none. */
  readonly lock?: BaseLock;
  /** Are images pushed, for nodes of others to run? Then nothing is built upon a stand-in. Default: false. */
  readonly pushed?: boolean;
  /** Choices of the run before. */
  readonly before: readonly BaseChoice[];
}

type Base = WorkloadPlan['base'];

/**
 * The real base where its registry answers, or did in the run before; otherwise a stand-in, built into the store
 * under a name of its own unless it is there. A store that was wiped is repaired by that.
 */
export async function ensureBases(bases: readonly Base[], options: EnsureBasesOptions): Promise<readonly BaseChoice[]> {
  const real = await Promise.all(bases.map((base) => isReal(base, options)));
  bases.forEach((base, index) => real[index] || refuseStandIn(base, options));
  await assembleMissing(bases.filter((_, index) => !real[index]), options);
  const choices: BaseChoice[] = [];
  for (const [index, base] of bases.entries()) {
    choices.push(real[index] ? { wanted: base.reference, reference: pinned(base.reference, options.lock ?? {}), standIn: false } : await ensureStandIn(base, options));
  }
  return choices;
}

async function isReal({ reference }: Base, { before, progress, signal }: EnsureBasesOptions): Promise<boolean> {
  if (await registryAnswers(reference, signal)) return true;
  // Away from the network, what was built upon the real base must not be built again upon another.
  const known = before.some(({ wanted, standIn: isStandIn }) => wanted === reference && !isStandIn);
  if (known) progress.info(`The registry of ${reference} does not answer; it is used as in the run before.`);
  return known;
}

/** A stand-in is for development: what is pushed, or pinned to a digest, must be what it says. */
function refuseStandIn({ reference }: Base, { lock = {}, pushed = false }: EnsureBasesOptions): void {
  const isPinned = lock[reference] !== undefined || reference.includes('@');
  if (!isPinned && !pushed) return;
  throw new FairleadError({
    code: 'BASE_IMAGE_UNAVAILABLE',
    message: `the registry of ${reference} does not answer, and no stand-in takes its place: ${isPinned ? 'it is pinned to a digest' : 'the images of this environment are pushed'}`,
    next: ['run this again where the registry answers; an HTTP proxy is not used to ask it', ...(isPinned ? ['or take its line out of bases.lock.json, for development only'] : [])],
  });
}

/** Fetching takes longest, so all that are missing are fetched at once. */
async function assembleMissing(bases: readonly Base[], { progress, signal }: EnsureBasesOptions): Promise<void> {
  const missing = bases.filter((base) => !tryStandIn(base.standIn));
  if (missing.length === 0) return;
  const step = progress.step(`No registry answers for ${missing.map(({ reference }) => reference).join(', ')}: assemble stand-ins from Debian packages and npm`);
  try {
    const assembled = await Promise.all(missing.map((base) => standIn(base.standIn, { step: named(base.standIn, step), signal })));
    step.done(`${megabytes(assembled.reduce((sum, { assembly }) => sum + assembly.bytes, 0))}`);
  } catch (error) {
    step.fail();
    throw error;
  }
}

function named(name: string, step: Step): Pick<Step, 'update'> {
  return { update: (text) => step.update(`${name}: ${text}`) };
}

async function ensureStandIn({ reference: wanted, standIn: kind }: Base, options: EnsureBasesOptions): Promise<BaseChoice> {
  const { builder, before, signal } = options;
  const prepared = await standIn(kind, { step: { update: () => undefined }, signal });
  const known = before.find((choice) => choice.wanted === wanted && choice.reference === prepared.reference);
  if (known?.image && (await builder.has(known.reference, known.image, signal))) return known;
  return buildStandIn(wanted, prepared, options);
}

async function buildStandIn(wanted: string, { kind, reference, folder, assembly }: StandIn, { builder, progress, signal }: EnsureBasesOptions): Promise<BaseChoice> {
  const step = progress.step(`Stand-in for ${wanted}`);
  try {
    const { sizeBytes = assembly.bytes, ...image } = await builder.build({ subject: `the ${kind} stand-in`, folder, references: [reference], buildArgs: {}, time: 0, step, signal });
    step.done(`${reference}, ${megabytes(sizeBytes)}`);
    return { wanted, reference, standIn: true, sizeBytes, image };
  } catch (error) {
    step.fail();
    throw error;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
