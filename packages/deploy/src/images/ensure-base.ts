import type { WorkloadPlan } from '@fairlead/plan';
import { FairleadError, inStep, type Progress, type Step } from '@fairlead/runtime';
import type { BaseChoice } from './base-choice';
import { pinned, type BaseLock } from './base-lock';
import { standIn, tryStandIn } from './bases/stand-in';
import type { ImageBuilder } from './builder';
import { registryAnswers } from './registry-probe';
import { isPinned } from './wanted-bases';

export interface EnsureBasesOptions {
  readonly builder: ImageBuilder;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Digests that real bases are pinned to. Default: none. */
  readonly lock?: BaseLock;
  /** May a stand-in take the place of a base that nobody pinned? Default: true. */
  readonly standIns?: boolean;
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
  const known = await Promise.all(bases.map((base, index) => (real[index] ? realChoice(base, options) : tryKnownStandIn(base, options))));
  const choices: BaseChoice[] = [];
  // One after the other: each says how far it is.
  for (const [index, base] of bases.entries()) choices.push(known[index] ?? (await buildStandIn(base, options)));
  return choices;
}

function realChoice({ reference }: Base, { lock = {} }: EnsureBasesOptions): BaseChoice {
  return { wanted: reference, reference: pinned(reference, lock), standIn: false };
}

/** What was built upon the real base is not built upon another because the network is away; that needs no asking. */
async function isReal({ reference }: Base, { before, signal }: EnsureBasesOptions): Promise<boolean> {
  const known = before.some(({ wanted, standIn: isStandIn }) => wanted === reference && !isStandIn);
  return known || registryAnswers(reference, signal);
}

/** A stand-in is for development: what is pinned to a digest, or pushed without saying so in the config, must be what it says. */
function refuseStandIn({ reference }: Base, { lock = {}, standIns = true }: EnsureBasesOptions): void {
  const isOne = isPinned(reference, lock);
  if (!isOne && standIns) return;
  throw new FairleadError({
    code: 'BASE_IMAGE_UNAVAILABLE',
    message: `the registry of ${reference} does not answer, and no stand-in takes its place: ${isOne ? 'it is pinned to a digest' : 'the images of this environment are pushed'}`,
    next: [
      'run this again where the registry answers; HTTPS_PROXY and NO_PROXY say how it is asked',
      isOne ? 'or take its line out of bases.lock.json, for development only' : 'or, where only that registry can be reached: `pushStandIns: true` of the environment in .projenrc.ts',
    ],
  });
}

/** Fetching takes longest, so all that are missing are fetched at once. */
async function assembleMissing(bases: readonly Base[], { progress, signal }: EnsureBasesOptions): Promise<void> {
  const missing = bases.filter((base) => !tryStandIn(base.standIn));
  if (missing.length === 0) return;
  const title = `No registry answers for ${missing.map(({ reference }) => reference).join(', ')}: assemble stand-ins from Debian packages and npm`;
  await inStep({ progress, title, note: megabytes }, async (step) => {
    const assembled = await Promise.all(missing.map((base) => standIn(base.standIn, { step: named(base.standIn, step), signal })));
    return assembled.reduce((sum, { assembly }) => sum + assembly.bytes, 0);
  });
}

function named(name: string, step: Step): Pick<Step, 'update'> {
  return { update: (text) => step.update(`${name}: ${text}`) };
}

/** The stand-in of the run before, if it is still the one that would be built and the store still has it. */
async function tryKnownStandIn({ reference: wanted, standIn: kind }: Base, { builder, before, signal }: EnsureBasesOptions): Promise<BaseChoice | undefined> {
  const known = before.find((choice) => choice.wanted === wanted && choice.reference === tryStandIn(kind)?.reference);
  return known?.image && (await builder.has(known.reference, known.image, signal)) ? known : undefined;
}

async function buildStandIn({ reference: wanted, standIn: kind }: Base, { builder, progress, signal }: EnsureBasesOptions): Promise<BaseChoice> {
  const { reference, folder, assembly } = await standIn(kind, { step: { update: () => undefined }, signal });
  return inStep({ progress, title: `Stand-in for ${wanted}`, note: ({ sizeBytes = assembly.bytes }) => `${reference}, ${megabytes(sizeBytes)}` }, async (step) => {
    const { sizeBytes = assembly.bytes, ...image } = await builder.build({ subject: `the ${kind} stand-in`, folder, references: [reference], buildArgs: {}, time: 0, step, signal });
    return { wanted, reference, standIn: true, sizeBytes, image };
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
