import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from 'projen/lib/project';
import { SynthError } from '../synth-error';
import { findChanges, findWritable, type Change } from './changes';
import { writeRecord } from './record';
import { replaceFiles } from './replace';
import { changeLines, describeError, driftLines, editLines } from './report';
import { closeStaging } from './staging';
import { tryStat } from './tree';
import { claimUndo, closeUndo, recover, rollBack } from './undo';

const READ_ONLY = 0o444;

/**
 * Synthesizes what `compose` returns: everything is rendered to a staging folder first, then changed files are
 * renamed into place, so that a fault, a full disk or a kill leaves what was there before, and files without a
 * change keep their time stamps. An edit of a generated file is shown and kept before it is replaced.
 *
 * With `--check` (or `FAIRLEAD_SYNTH=check`) nothing is replaced: every file that differs from the config is named,
 * with a diff. Sets the exit code.
 */
export function runSynth(compose: () => Project, root: string = process.cwd()): void {
  try {
    if (tryStat(join(root, '.projenrc.ts')) === undefined) throw new SynthError('SYNTH_WRONG_FOLDER', `run it in the folder of .projenrc.ts; ${root} has none`);
    const check = isCheck();
    if (!check && recover(root)) process.stderr.write('the last synthesis was interrupted; what it had replaced was put back\n');
    const { outdir } = render(compose);
    if (check) reportDrift(findChanges(outdir, root));
    else apply(outdir, root);
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 1;
  } finally {
    closeStaging(root);
  }
}

function isCheck(): boolean {
  return process.env['FAIRLEAD_SYNTH'] === 'check' || process.argv.includes('--check');
}

function render(compose: () => Project): Project {
  const project = compose();
  project.synth();
  writeRecord(project.outdir);
  return project;
}

/** All files or none: what fails is undone here, and what is killed by the next run. */
function apply(staging: string, root: string): void {
  const undo = claimUndo(root);
  let changes: Change[];
  try {
    changes = findChanges(staging, root);
    protect(findWritable(staging, root), root);
    replaceFiles(changes, { staging, root, undo });
    closeUndo(root);
  } catch (error) {
    rollBack(root);
    throw error;
  }
  process.stderr.write(editLines(changes));
  process.stdout.write(changeLines(changes));
}

function protect(paths: readonly string[], root: string): void {
  for (const path of paths) {
    try {
      chmodSync(join(root, path), READ_ONLY);
    } catch {
      // Somebody else's file with the right content: the flag only keeps people from editing it by mistake.
    }
  }
}

function reportDrift(changes: readonly Change[]): void {
  if (changes.length === 0) return void process.stdout.write('every generated file is what the config says\n');
  process.stderr.write(driftLines(changes));
  process.exitCode = 1;
}
