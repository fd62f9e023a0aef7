import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Runner } from '@fairlead/runtime';
import type { DebianPackage } from './debian-packages';
import { findLibraries, findPrograms } from './libraries';
import type { Platform } from './platform';
import type { BaseRecipe } from './recipe';
import type { Tree } from './tree';

interface LayOut {
  readonly recipe: BaseRecipe;
  readonly tree: Tree;
  readonly platform: Platform;
  /** Root of the unpacked packages. */
  readonly packages: string;
  readonly debian: readonly DebianPackage[];
  readonly runner: Runner;
  readonly signal?: AbortSignal;
}

/** Takes over what a recipe keeps, the libraries that this needs, and the recipe's own files. */
export async function layOut(work: LayOut): Promise<void> {
  const { recipe, tree } = work;
  for (const path of recipe.keep) await tree.keep(path, recipe.omit);
  const libraries = await keepLibraries(work);
  for (const [path, target] of Object.entries(recipe.links)) await tree.link(path, target);
  for (const [path, { content, mode }] of Object.entries(recipe.files)) await tree.write(path, content, mode);
  await tree.folder('/tmp', 0o1777);
  await writeCertificates(work);
  await recordPackages(work, [...recipe.keep, ...libraries]);
}

async function keepLibraries({ recipe, tree, platform, packages, runner, signal }: LayOut): Promise<readonly string[]> {
  const search = { runner, platform, packages, ...(signal ? { signal } : {}) };
  const libraries = await findLibraries(await findPrograms(tree.root), recipe.libraries, search);
  for (const library of libraries) await tree.keepTarget(library);
  const loader = `/lib/${platform.triplet}/${basename(platform.loader)}`;
  await tree.keepTarget(loader, platform.loader);
  return [...libraries, loader];
}

const CERTIFICATES = '/usr/share/ca-certificates';

/** What Debian does when it installs ca-certificates: one file with all of them. */
async function writeCertificates({ recipe, tree }: LayOut): Promise<void> {
  if (!recipe.keep.includes(CERTIFICATES)) return;
  const folder = join(tree.root, CERTIFICATES, 'mozilla');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.crt')).sort();
  const certificates = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  await tree.write('/etc/ssl/certs/ca-certificates.crt', certificates.join(''));
  await rm(join(tree.root, CERTIFICATES), { recursive: true });
}

/** Licences, and the records from which scanners read what is in an image, of each package that something is from. */
async function recordPackages({ tree, packages, debian }: LayOut, kept: readonly string[]): Promise<void> {
  for (const { part, control, paths } of debian) {
    if (!kept.some((path) => paths.has(path))) continue;
    await tree.write(`/var/lib/dpkg/status.d/${part.name}`, control);
    const licence = `/usr/share/doc/${part.name}/copyright`;
    if (existsSync(join(packages, licence))) await tree.keepTarget(licence);
  }
}
