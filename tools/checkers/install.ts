import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fairleadHome, FairleadError, ToolError, withLock, type Progress } from '@fairlead/runtime';

/** Something that checks need, installed once per machine and version. */
export interface Installable {
  readonly name: string;
  /** Exact; another version is another folder. */
  readonly version: string;
  /** What must be there beforehand, for the error. */
  readonly needs: string;
  /** Fills a fresh folder. */
  install(folder: string): Promise<void>;
}

const INSTALL_MS = 15 * 60_000;

/**
 * Folder of an installed tool. Of two runs at once, one installs and the other waits; one that is killed leaves nothing behind.
 * @throws FairleadError `CHECKER_MISSING` when it cannot be had: a check that is not made is a failure.
 */
export async function installed(tool: Installable, progress: Progress): Promise<string> {
  const folder = fairleadHome('tools', `${tool.name}-${tool.version}`);
  if (existsSync(folder)) return folder;
  await withLock(`${folder}.lock`, { what: `the installation of ${tool.name}`, waitMs: INSTALL_MS }, async () => {
    if (!existsSync(folder)) await install(tool, folder, progress);
  });
  return folder;
}

async function install(tool: Installable, folder: string, progress: Progress): Promise<void> {
  const step = progress.step(`Install ${tool.name} ${tool.version}, once`);
  const staging = `${folder}.partial`;
  try {
    rmSync(staging, { recursive: true, force: true });
    mkdirSync(staging, { recursive: true });
    await tool.install(staging);
    renameSync(staging, folder);
    step.done();
  } catch (cause) {
    step.fail();
    throw new FairleadError({
      code: 'CHECKER_MISSING',
      message: `${tool.name} ${tool.version} cannot be installed`,
      next: [`it needs ${tool.needs}`],
      details: cause instanceof ToolError ? cause.details : [],
      cause,
    });
  }
}

/** A program of an installed tool. @throws FairleadError `CHECKER_MISSING` also when it is not where it should be. */
export async function program(tool: Installable, path: string, progress: Progress): Promise<string> {
  const file = join(await installed(tool, progress), path);
  if (existsSync(file)) return file;
  throw new FairleadError({ code: 'CHECKER_MISSING', message: `${tool.name} ${tool.version} is installed without ${path}`, next: [`rm -r ${fairleadHome('tools', `${tool.name}-${tool.version}`)}`] });
}
