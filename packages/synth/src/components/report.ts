import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { ConfigError } from '../config-error';
import { SynthError } from '../synth-error';
import type { Change } from './changes';
import { RECORD } from './record';
import { KEPT } from './replace';

/** What synthesis says to people; it writes nothing itself. */

/** One line per file that was written or removed. */
export function changeLines(changes: readonly Change[]): string {
  return changes.map(({ kind, path }) => `${kind.padEnd(6)} ${path}\n`).join('');
}

/** Which hand-made edits a synthesis replaces, and what is lost; empty when there are none. */
export function editLines(changes: readonly Change[]): string {
  return changes
    .filter(({ edited }) => edited)
    .map((change) => `${change.path} was not as the last synthesis wrote it; the config wins. What was there is kept in ${KEPT}/${change.path}:\n${diffOf(change)}\n`)
    .join('');
}

/** Every file that differs from the config, and how. */
export function driftLines(all: readonly Change[]): string {
  const changes = all.length > 1 ? all.filter(shown) : all;
  const what = ({ kind, edited }: Change): string => (edited ? 'edited by hand' : { add: 'missing', update: 'outdated', remove: 'no longer wanted' }[kind]);
  return (
    `${changes.length} generated ${changes.length === 1 ? 'file differs' : 'files differ'} from the config:\n` +
    `${changes.map((change) => `  ${change.path} (${what(change)})`).join('\n')}\n\n${changes.filter(shown).map(diffOf).join('\n')}\n` +
    'Put what you want into .projenrc.ts, then run `npx projen`; it replaces these files.\n'
  );
}

/** The record changes with every other file, and shows nothing that they do not. */
function shown(change: Change): boolean {
  return change.path !== RECORD;
}

function diffOf({ path, before, after }: Change): string {
  return createTwoFilesPatch(`on disk/${path}`, `from the config/${path}`, before, after, undefined, undefined, { context: 2, headerOptions: FILE_HEADERS_ONLY });
}

/** A fault of config or machine in its own words, with its code; anything else with its stack, as it is ours. */
export function describeError(error: unknown): string {
  if (error instanceof ConfigError || error instanceof SynthError) return withCode(error.message, error.code);
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return withCode(`the disk is full; nothing was changed (${error.message})`, 'DISK_FULL');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return withCode(`no permission; nothing was changed (${error.message})`, 'SYNTH_PATH_BLOCKED');
  return error.stack ?? error.message;
}

/** The code by which `docs/troubleshooting.md` explains it, at the end of the first line. */
const withCode = (message: string, code: string): string => message.replace(/\n|$/, ` [${code}]$&`);
