import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FairleadError, ToolError, type Step } from '@fairlead/runtime';
import { libraryPackages, type Apt } from '../../tools/apt';
import type { Part } from './parts';
import type { BaseRecipe } from './recipe';

/** A package that was fetched and unpacked. */
export interface DebianPackage {
  readonly part: Part;
  /** Its control fields, as dpkg keeps them. */
  readonly control: string;
  /** Absolute paths of what it brings. */
  readonly paths: ReadonlySet<string>;
}

interface Fetch {
  readonly apt: Apt;
  readonly step: Pick<Step, 'update'>;
  /** Folder for the package files. */
  readonly downloads: string;
  /** Folder they are unpacked to, all into one tree. */
  readonly packages: string;
  /** May the machine's package lists be refreshed? Default: only as root. */
  readonly mayUpdate?: boolean;
}

/** @throws FairleadError `STAND_IN_IMPOSSIBLE` where Debian's tools are missing or do not know the packages. */
export async function fetchDebianPackages(recipe: BaseRecipe, fetch: Fetch): Promise<readonly DebianPackage[]> {
  await mkdir(fetch.downloads, { recursive: true });
  await mkdir(fetch.packages, { recursive: true });
  await downloadAll(recipe, fetch);
  const files = (await readdir(fetch.downloads)).filter((name) => name.endsWith('.deb')).sort();
  const fetched: DebianPackage[] = [];
  // One after the other: they share folders.
  for (const file of files) {
    const path = join(fetch.downloads, file);
    const paths = await fetch.apt.extract(path, fetch.packages);
    fetched.push({ ...(await describe(path, fetch.apt)), paths: new Set(paths) });
  }
  return fetched;
}

async function downloadAll(recipe: BaseRecipe, { apt, downloads, step, mayUpdate = process.getuid?.() === 0 }: Fetch): Promise<void> {
  const attempt = async (): Promise<void> => {
    const packages = libraryPackages(await apt.depends(recipe.packages), recipe.packages, recipe.withoutLibraries);
    step.update(`fetching ${packages.length} Debian packages`);
    await apt.download(packages, downloads);
  };
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof ToolError) || error.code === 'TOOL_MISSING') throw impossible(recipe, error);
    if (error.result.signal !== undefined) throw error;
    if (!mayUpdate) throw listsStale(recipe, error);
    step.update('the package lists are missing or out of date: apt-get update');
    await apt.update().then(attempt).catch((cause: unknown) => Promise.reject(impossible(recipe, cause)));
  }
}

async function describe(file: string, apt: Apt): Promise<Omit<DebianPackage, 'paths'>> {
  const [control, bytes] = await Promise.all([apt.fields(file), readFile(file)]);
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(control)?.[1] ?? '';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { part: { source: 'debian', name: field('Package'), version: field('Version'), sha256 }, control };
}

function listsStale(recipe: BaseRecipe, cause: ToolError): FairleadError {
  return new FairleadError({
    code: 'APT_LISTS_STALE',
    message: `apt cannot fetch the Debian packages of the ${recipe.kind} stand-in; its package lists seem missing or out of date`,
    next: ['sudo apt-get update'],
    details: cause.details,
    cause,
  });
}

function impossible(recipe: BaseRecipe, cause: unknown): FairleadError {
  const error = cause instanceof FairleadError ? cause : undefined;
  return new FairleadError({
    code: 'STAND_IN_IMPOSSIBLE',
    message: `the stand-in for the ${recipe.kind} base image could not be assembled: ${error?.message ?? String(cause)}`,
    next: [
      'connect to a network in which the registry of the base image answers',
      'or name a base image that you can reach in .projenrc.ts, then run `npx projen`',
      'stand-ins need Debian 12 with apt-get and dpkg',
    ],
    details: error?.details ?? [],
    cause,
  });
}
