import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fairleadHome, withLock, type Runner, type Step } from '@fairlead/runtime';
import { assemble } from './assemble';
import { nginxRecipe } from './nginx';
import { nodeRecipe } from './node';
import { assemblySchema, partsHash, type Assembly } from './parts';
import { postgresRecipe } from './postgres';
import { recipeHash, type BaseRecipe, type StandInKind } from './recipe';

/** A base image of our own making, laid out on disk and ready to be built. */
export interface StandIn {
  readonly kind: StandInKind;
  /** Its own name, e.g. `fairlead.local/node:24-<hash of its parts>`. Never that of what it stands in for. */
  readonly reference: string;
  /** Folder with its Dockerfile, the context of its build. */
  readonly folder: string;
  readonly assembly: Assembly;
}

export interface StandInOptions {
  readonly step: Pick<Step, 'update'>;
  readonly runner?: Runner;
  readonly signal?: AbortSignal;
}

/** Registry part of the names of stand-ins; it resolves nowhere. */
export const STAND_IN_REGISTRY = 'fairlead.local';

const recipes: Readonly<Record<StandInKind, () => BaseRecipe>> = { node: nodeRecipe, nginx: nginxRecipe, postgres: postgresRecipe };

const RECORD = 'parts.json';
const WAIT_MS = 10 * 60_000;

/** The stand-in as it was assembled earlier on this machine; undefined when it was not. */
export function tryStandIn(kind: StandInKind): StandIn | undefined {
  const recipe = recipes[kind]();
  const folder = folderOf(recipe);
  if (!existsSync(join(folder, RECORD))) return undefined;
  const assembly = assemblySchema.safeParse(JSON.parse(readFileSync(join(folder, RECORD), 'utf8')));
  if (!assembly.success) return undefined;
  return { kind, folder, assembly: assembly.data, reference: `${STAND_IN_REGISTRY}/${kind}:${recipe.version}-${assembly.data.hash}` };
}

/**
 * The stand-in, assembled from Debian packages and npm if this machine has not got it yet. Parts are as new as they
 * were then; removing the folder `bases` of Fairlead's home fetches them anew.
 */
export async function standIn(kind: StandInKind, options: StandInOptions): Promise<StandIn> {
  const present = tryStandIn(kind);
  if (present) return present;
  const recipe = recipes[kind]();
  const folder = folderOf(recipe);
  const what = `the ${kind} stand-in`;
  const lock = { what, waitMs: WAIT_MS, signal: options.signal, onWait: () => options.step.update('waiting for another run that assembles it') };
  await withLock(`${folder}.lock`, lock, async (signal) => {
    if (!tryStandIn(kind)) await assembleInto(folder, recipe, { ...options, signal });
  });
  return tryStandIn(kind) ?? Promise.reject(new Error(`${folder} was removed while it was used`));
}

function folderOf(recipe: BaseRecipe): string {
  return fairleadHome('bases', `${recipe.kind}-${recipeHash(recipe)}`);
}

async function assembleInto(folder: string, recipe: BaseRecipe, options: StandInOptions): Promise<void> {
  await removeLeftovers(folder);
  // Complete before it has its name: a run that is killed leaves nothing that looks usable.
  const staging = `${folder}.${randomUUID()}`;
  try {
    const { parts, bytes } = await assemble(recipe, staging, options);
    const assembly: Assembly = { hash: partsHash(recipeHash(recipe), parts), bytes, parts: [...parts] };
    await writeFile(join(staging, RECORD), JSON.stringify(assembly, null, 2));
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** What earlier runs left that were killed; the lock is held, so nobody else is at work here. */
async function removeLeftovers(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const own = (await readdir(dirname(folder))).map((name) => join(dirname(folder), name)).filter((path) => path.startsWith(`${folder}.`) && !path.endsWith('.lock'));
  await Promise.all(own.map((path) => rm(path, { recursive: true, force: true })));
}
