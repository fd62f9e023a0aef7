import { existsSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FairleadError, type Runner } from '@fairlead/runtime';
import type { Platform } from './platform';

interface Search {
  readonly runner: Runner;
  readonly platform: Platform;
  /** Root of the unpacked packages. */
  readonly packages: string;
  readonly signal?: AbortSignal;
}

const AT_ONCE = 8;

/**
 * Every library, but the loader, that the given programs and plug-ins load, as absolute paths in the image. The
 * dynamic loader among the packages answers, so that the result is what happens in the image, not on this machine.
 * @param names libraries that are wanted in any case.
 * @throws FairleadError `LIBRARY_MISSING` when none of the packages has one of them.
 */
export async function findLibraries(files: readonly string[], names: readonly string[], search: Search): Promise<string[]> {
  const folders = [`/lib/${search.platform.triplet}`, `/usr/lib/${search.platform.triplet}`];
  // Its usual path is an absolute link, which would lead to this machine's loader.
  const loader = locate(basename(search.platform.loader), folders, search.packages);
  const found = new Set(names.map((name) => locate(name, folders, search.packages)));
  const pending = [...files];
  const work = async (): Promise<void> => {
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      for (const library of await loadedBy(file, { loader, folders }, search)) found.add(library);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [...found].sort();
}

function locate(name: string, folders: readonly string[], packages: string): string {
  const folder = folders.find((candidate) => existsSync(join(packages, candidate, name)));
  if (folder) return `${folder}/${name}`;
  throw missing(name, 'its recipe');
}

interface Loader {
  readonly loader: string;
  readonly folders: readonly string[];
}

async function loadedBy(file: string, { loader, folders }: Loader, { runner, packages, signal }: Search): Promise<string[]> {
  const path = folders.map((folder) => join(packages, folder)).join(':');
  const { stdout } = await runner(
    join(packages, loader),
    ['--inhibit-cache', '--library-path', path, '--list', file],
    { okCodes: [0, 1, 127], killAfterMs: 1_000, ...(signal ? { signal } : {}) },
  );
  return parseLoaderList(stdout, { root: packages, file });
}

const RESOLVED = /^\s+(\S+) => (\/\S+) \(0x[0-9a-f]+\)$/;
const UNRESOLVED = /^\s*(?:(\S+) => not found|.*: error while loading shared libraries: ([^:]+): .*)$/;

/** Reads the loader's `--list`; paths come back relative to `root`, with a leading slash. */
export function parseLoaderList(output: string, { root, file }: { readonly root: string; readonly file: string }): string[] {
  const libraries: string[] = [];
  for (const line of output.split('\n')) {
    const unresolved = UNRESOLVED.exec(line);
    if (unresolved) throw missing(unresolved[1] ?? unresolved[2] ?? '', file);
    const [, name = '', path] = RESOLVED.exec(line) ?? [];
    if (path === undefined) continue;
    // Found on this machine only: it would be missing in the image.
    if (!path.startsWith(`${root}/`)) throw missing(name, file);
    libraries.push(path.slice(root.length));
  }
  return libraries.filter((library) => !/\/ld-linux[^/]*$/.test(library));
}

function missing(library: string, file: string): FairleadError {
  return new FairleadError({
    code: 'LIBRARY_MISSING',
    message: `${file} needs ${library}, which none of the fetched Debian packages has`,
    next: ['stand-ins are made for Debian 12; on another release use a base image from a registry that you can reach'],
  });
}

/** Paths of the programs and plug-ins below a folder. */
export async function findPrograms(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const programs: string[] = [];
  for (const file of files) if (await isElf(file)) programs.push(file);
  return programs;
}

async function isElf(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString('latin1') === '\x7fELF';
  } finally {
    await file.close();
  }
}
