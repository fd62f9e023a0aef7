import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { FairleadError } from '@fairlead/runtime';

export interface ContentInputs {
  /** Folder of the context. */
  readonly folder: string;
  /** What the Dockerfile copies, relative to the folder. */
  readonly paths: readonly string[];
  /** Everything else that decides what the image is: base identity, builder, arguments. */
  readonly facts: Readonly<Record<string, string>>;
}

export interface Content {
  /** Twelve hexadecimal digits: enough for a tag, short enough to read. */
  readonly hash: string;
  readonly bytes: number;
}

const RECIPE_FILES = ['Dockerfile', '.dockerignore'];
const EXECUTABLE = 0o111;

/**
 * Hashes what goes into an image: names, content and the executable bit; never times or owners.
 * @throws FairleadError `IMAGE_CONTEXT_MISSING` when something the Dockerfile copies is not there.
 */
export function contentHash({ folder, paths, facts }: ContentInputs): Content {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const path of [...RECIPE_FILES, ...paths].flatMap((one) => filesBelow(folder, one)).sort()) {
    const absolute = join(folder, path);
    const stat = lstatSync(absolute);
    const data = stat.isSymbolicLink() ? Buffer.from(readlinkSync(absolute)) : readFileSync(absolute);
    // Lengths keep one file's end from reading as the next one's beginning.
    hash.update(JSON.stringify([path, stat.isSymbolicLink(), (stat.mode & EXECUTABLE) !== 0, data.length])).update(data);
    if (!RECIPE_FILES.includes(path)) bytes += data.length;
  }
  hash.update(JSON.stringify(Object.entries(facts).sort()));
  return { hash: hash.digest('hex').slice(0, 12), bytes };
}

function filesBelow(folder: string, path: string): string[] {
  const stat = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new FairleadError({ code: 'IMAGE_CONTEXT_MISSING', message: `${join(folder, path)} is missing, which the Dockerfile copies`, next: ['npx nx run-many -t build', 'npx projen   # if it is a generated file'] });
  }
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(folder, path)).flatMap((name) => filesBelow(folder, `${path}/${name}`));
}
