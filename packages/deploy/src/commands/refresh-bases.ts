import { colors } from '@fairlead/runtime';
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '@fairlead/plan';
import { BASE_LOCK_FILE, readBaseLock, writeBaseLock, type BaseLock } from '../images/base-lock';
import { createRegistryClient } from '../images/registry/client';
import { askPatiently } from '../images/registry/patient';
import type { Command } from './command';
import type { CommandContext } from './context';

interface Refreshed {
  readonly reference: string;
  readonly outcome: 'new' | 'moved' | 'same' | 'kept';
  readonly digest: string | undefined;
  /** Why it was kept as it was. */
  readonly reason?: string;
}

/** Pins every base image to the digest that its registry has now; exit code 1 when one could not be asked. */
export const execute: Command = async (context) => {
  const { plan, root } = context;
  const before = readBaseLock(root);
  const bases = await Promise.all(basesOf(plan).map((reference) => refresh(reference, before, context)));
  const after: BaseLock = Object.fromEntries(bases.flatMap(({ reference, digest }) => (digest === undefined ? [] : [[reference, digest]])));
  // A machine without a network leaves no empty file behind.
  if (!isDeepStrictEqual(after, before)) writeBaseLock(root, after);
  const unchanged = bases.every(({ outcome }) => outcome === 'same');
  return { data: { file: BASE_LOCK_FILE, bases }, text: render(bases), unchanged, exitCode: bases.some(({ outcome }) => outcome === 'kept') ? 1 : 0 };
};

function basesOf({ workloads, database }: Plan): readonly string[] {
  const all = [...workloads.map(({ base }) => base.reference), ...(database.provision === 'in-cluster' ? [database.base.reference] : [])];
  // A digest in the config itself is a pin already.
  return [...new Set(all)].filter((reference) => !reference.includes('@'));
}

async function refresh(reference: string, before: BaseLock, { progress, signal }: CommandContext): Promise<Refreshed> {
  const known = before[reference];
  const answer = await askPatiently(createRegistryClient(), reference, { signal, onWait: (text) => progress.info(`${reference}: ${text}`) });
  if (answer.kind === 'found') return { reference, digest: answer.digest, outcome: known === undefined ? 'new' : known === answer.digest ? 'same' : 'moved' };
  return { reference, digest: known, outcome: 'kept', reason: reasonOf(answer) };
}

function reasonOf(answer: Exclude<Awaited<ReturnType<typeof askPatiently>>, { kind: 'found' }>): string {
  switch (answer.kind) {
    case 'absent':
      return 'the registry has no such image';
    case 'denied':
      return 'the registry does not show it without a login: docker login';
    case 'busy':
      return `the registry is busy (HTTP ${answer.status})`;
    case 'silent':
      return `the registry does not answer: ${answer.reason}`;
  }
}

function render(bases: readonly Refreshed[]): string {
  const marks = { new: colors.green('+'), moved: colors.yellow('~'), same: colors.dim('='), kept: colors.red('✗') };
  const lines = bases.map(({ reference, outcome, digest, reason }) => `${marks[outcome]} ${reference}  ${digest ?? 'not pinned'}${reason === undefined ? '' : `\n    ${reason}`}`);
  const conclusion = bases.some(({ digest }) => digest !== undefined) ? `${BASE_LOCK_FILE} says what images are built upon; commit it` : 'nothing is pinned';
  return [...lines, '', conclusion].join('\n');
}
