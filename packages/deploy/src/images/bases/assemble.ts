import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run, type Runner, type Step } from '@fairlead/runtime';
import { createApt } from '../../tools/apt';
import { UID } from './common';
import { fetchDebianPackages } from './debian-packages';
import { layOut } from './lay-out';
import { fetchProgram } from './node-program';
import type { Part } from './parts';
import { currentPlatform } from './platform';
import type { BaseRecipe } from './recipe';
import { Tree } from './tree';

export interface AssembleOptions {
  readonly step: Pick<Step, 'update'>;
  readonly runner?: Runner;
  readonly signal?: AbortSignal;
}

const ROOT_FOLDER = 'rootfs';
const EMPTY_FOLDER = 'empty';

/** Tells a stand-in, and every image built upon one, from the real thing. */
const STAND_IN_LABEL = 'dev.fairlead.stand-in';

/**
 * Fetches the parts of a recipe and lays them out as the context of an image build, Dockerfile included.
 * @param folder is made; whatever fails leaves it behind half-done.
 */
export async function assemble(recipe: BaseRecipe, folder: string, options: AssembleOptions): Promise<{ parts: readonly Part[]; bytes: number }> {
  const { runner = run, step } = options;
  const signal = options.signal ? { signal: options.signal } : {};
  const scratch = join(folder, 'scratch');
  const packages = join(scratch, 'packages');
  const apt = createApt({ runner, ...signal });
  await mkdir(scratch, { recursive: true });
  const tree = new Tree(join(folder, ROOT_FOLDER), packages);
  const [debian, program] = await Promise.all([
    fetchDebianPackages(recipe, { apt, step, downloads: join(scratch, 'debian'), packages }),
    recipe.npm ? fetchProgram(recipe.npm, { runner, ...signal, folder: join(scratch, 'npm') }) : undefined,
  ]);
  step.update('laying out the files');
  if (program && recipe.npm) await tree.adopt(program.path, recipe.npm.to);
  await layOut({ recipe, tree, platform: currentPlatform(), packages, debian, runner, ...signal });
  for (const own of recipe.ownFolders) await tree.folder(dirname(own), 0o755);
  const bytes = await tree.settle();
  await new Tree(join(folder, EMPTY_FOLDER), packages).settle();
  await writeFile(join(folder, 'Dockerfile'), renderDockerfile(recipe));
  await rm(scratch, { recursive: true });
  return { parts: [...debian.map(({ part }) => part), ...(program ? [program.part] : [])], bytes };
}

function renderDockerfile({ kind, ownFolders, instructions }: BaseRecipe): string {
  // Owner and all: copying onto a folder that is there would leave it as it is, and give its parents away.
  const own = ownFolders.map((folder) => `COPY --chown=${UID}:${UID} ${EMPTY_FOLDER}/ ${folder}/`);
  const lines = ['FROM scratch', `COPY ${ROOT_FOLDER}/ /`, ...own, `LABEL ${STAND_IN_LABEL}="${kind}"`, ...instructions];
  return `${lines.join('\n')}\n`;
}
