import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { FairleadError } from '@fairlead/runtime';

export interface ContentInputs {
  /** Folder of the context. */
  readonly folder: string;
  /** What the Dockerfile copies, relative to the folder. */
  readonly paths: readonly string[];
  /** Everything else that decides what the image is: base identity, platform, arguments. */
  readonly facts: Readonly<Record<string, string>>;
}

export interface Content {
  /** Twelve hexadecimal digits: enough for a tag, short enough to read. */
  readonly hash: string;
  readonly bytes: number;
}

export const RECIPE_FILES: readonly string[] = ['Dockerfile', '.dockerignore'];

/** A reference whose tag is a content hash; people's own tags look otherwise. */
const NAMED_BY_CONTENT = /[\w./:-]+:[0-9a-f]{12}(?![\w.-])/g;

/** The references in a text whose tag is a content hash. */
export const namedByContent = (text: string): readonly string[] => text.match(NAMED_BY_CONTENT) ?? [];

// Raised when images come out otherwise for the same inputs, so that those of an earlier version are built anew.
const PROCEDURE = '3';
const EXECUTABLE = 0o111;

/**
 * Hashes what goes into an image: names, content and the executable bit; never times or owners.
 * @throws FairleadError `IMAGE_CONTEXT_MISSING` when something the Dockerfile copies is not there, and
 * `IMAGE_CONTEXT_INVALID` for what an image cannot hold.
 */
export function contentHash({ folder, paths, facts }: ContentInputs): Content {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const path of [...RECIPE_FILES, ...paths].flatMap((one) => filesBelow(folder, one)).sort()) {
    const absolute = join(folder, path);
    const stat = lstatSync(absolute);
    const data = stat.isSymbolicLink() ? Buffer.from(readlinkSync(absolute)) : readFileSync(absolute);
    // Lengths keep one file's end from reading as the next one's beginning.
    hash.update(JSON.stringify([path, stat.isSymbolicLink(), isExecutable(stat), data.length])).update(data);
    if (!RECIPE_FILES.includes(path)) bytes += data.length;
  }
  hash.update(JSON.stringify([PROCEDURE, Object.entries(facts).sort()]));
  return { hash: hash.digest('hex').slice(0, 12), bytes };
}

export function isExecutable(stat: Stats): boolean {
  return stat.isFile() && (stat.mode & EXECUTABLE) !== 0;
}

const EPOCH_START = Date.UTC(1980, 0, 1) / 1000;

/**
 * The time, in seconds since 1970, that an image and all its files bear: the same for the same content, and another
 * for other content. With one time for all, web servers that make an ETag of time and size would answer "not
 * modified" when a file was replaced by another of the same size.
 */
export function contentTime(hash: string): number {
  return EPOCH_START + Number.parseInt(hash.slice(0, 7), 16);
}

function filesBelow(folder: string, path: string): string[] {
  const stat = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new FairleadError({ code: 'IMAGE_CONTEXT_MISSING', message: `${join(folder, path)} is missing, which the Dockerfile copies`, next: ['npx nx run-many -t build', 'npx projen   # if it is a generated file'] });
  }
  if (stat.isDirectory()) return readdirSync(join(folder, path)).flatMap((name) => filesBelow(folder, `${path}/${name}`));
  if (stat.isFile() || stat.isSymbolicLink()) return [path];
  throw new FairleadError({ code: 'IMAGE_CONTEXT_INVALID', message: `${join(folder, path)} is neither a file, a folder nor a link, so no image can hold it`, next: ['remove it, or build it to another folder'] });
}
