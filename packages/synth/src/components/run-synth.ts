import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { Project } from 'projen/lib/project';
import { ConfigError } from '../config-error';
import { findChanges, findWritable, type Change } from './changes';
import { closeStaging } from './staging';

const READ_ONLY = 0o444;

/**
 * Synthesizes what `compose` returns: everything is rendered to a staging folder first, then changed files are
 * renamed into place, so that a fault, a full disk or a kill leaves what was there before, and files without a
 * change keep their time stamps. With `FAIRLEAD_SYNTH=check` nothing is written: every file that differs from
 * the config is named, with a diff. Sets the exit code.
 */
export function runSynth(compose: () => Project, root: string = process.cwd()): void {
  let staging: string | undefined;
  try {
    const project = compose();
    staging = project.outdir;
    project.synth();
    const changes = findChanges(staging, root);
    if (process.env['FAIRLEAD_SYNTH'] === 'check') reportDrift(changes);
    else apply(changes, { staging, root });
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
    process.exitCode = 1;
  } finally {
    if (staging !== undefined) closeStaging(staging);
  }
}

function apply(changes: readonly Change[], { staging, root }: { readonly staging: string; readonly root: string }): void {
  for (const path of findWritable(staging, root)) chmodSync(join(root, path), READ_ONLY);
  for (const { path } of changes.filter(({ kind }) => kind !== 'remove')) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    renameSync(join(staging, path), join(root, path));
  }
  for (const { path } of changes.filter(({ kind }) => kind === 'remove')) rmSync(join(root, path));
  for (const { kind, path } of changes) process.stdout.write(`${kind.padEnd(6)} ${path}\n`);
}

function reportDrift(changes: readonly Change[]): void {
  if (changes.length === 0) return void process.stdout.write('every generated file is what the config says\n');
  const diffs = changes.map(({ path, before, after }) => createTwoFilesPatch(`on disk/${path}`, `from the config/${path}`, before, after));
  process.stderr.write(
    `${changes.length} generated ${changes.length === 1 ? 'file differs' : 'files differ'} from the config:\n` +
      `${changes.map(({ kind, path }) => `  ${path} (${{ add: 'missing', update: 'changed', remove: 'no longer wanted' }[kind]})`).join('\n')}\n\n${diffs.join('\n')}\n` +
      'Put what you want into .projenrc.ts, then run `npx projen`; it replaces these files.\n',
  );
  process.exitCode = 1;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return `the disk is full; nothing was changed (${error.message})`;
  return code === 'EACCES' || code === 'EPERM' ? `no permission; nothing was changed (${error.message})` : (error.stack ?? error.message);
}
