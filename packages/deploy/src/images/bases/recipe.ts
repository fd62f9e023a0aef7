import { createHash } from 'node:crypto';
import type { NpmPackage } from '../../tools/npm-package';

/** Which base image a stand-in replaces; the plan names it. */
export type StandInKind = 'node' | 'nginx' | 'postgres';

/** One text file of a stand-in. */
export interface RecipeFile {
  readonly content: string;
  /** Permission bits. */
  readonly mode: number;
}

/** What a stand-in is made of. Plain data: its hash decides whether one that was assembled before will do. */
export interface BaseRecipe {
  readonly kind: StandInKind;
  /** First part of its tag, e.g. `24`. */
  readonly version: string;
  /** Debian packages that files are taken from; libraries they depend on are found. */
  readonly packages: readonly string[];
  /** Library packages that are left out, although something that is not kept needs them. */
  readonly withoutLibraries: readonly string[];
  /** A program from npm, by its path inside the package and in the image. */
  readonly npm?: { readonly package: NpmPackage; readonly file: string; readonly to: string };
  /** Files and folders that are kept, as absolute paths in the image. */
  readonly keep: readonly string[];
  /** Paths below `keep` that are left out after all. */
  readonly omit: readonly string[];
  /** Libraries that programs load by name at run time, which no tool can see. */
  readonly libraries: readonly string[];
  /** Symbolic links: path to target. */
  readonly links: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, RecipeFile>>;
  /** Empty folders that the container's user owns. */
  readonly ownFolders: readonly string[];
  /** Instructions after the files are in place. */
  readonly instructions: readonly string[];
}

// Raised when assembling changes, so that what was assembled before is not used any more.
const ASSEMBLY = 2;

/** Names the assembled form of a recipe on this architecture. */
export function recipeHash(recipe: BaseRecipe, arch: string = process.arch): string {
  return createHash('sha256').update(JSON.stringify([ASSEMBLY, arch, recipe])).digest('hex').slice(0, 16);
}
