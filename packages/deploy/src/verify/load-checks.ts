import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FairleadError } from '@fairlead/runtime';
import type { Check } from './check';

/**
 * The app's own checks: default export of a TypeScript module, bundled on the fly.
 * @throws FairleadError `CHECKS_INVALID` when it is missing, does not compile, or exports something else.
 */
export async function loadChecks(root: string, path: string): Promise<readonly Check[]> {
  const source = join(root, path);
  if (!existsSync(source)) throw invalid(path, `the module with the app's checks is missing: ${path}`);
  const code = await bundle(source, path);
  const folder = join(root, 'dist', 'checks');
  const file = join(folder, `${createHash('sha256').update(code).digest('hex').slice(0, 16)}.mjs`);
  await mkdir(folder, { recursive: true });
  // Whole or not at all: a run for another environment may be loading it.
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
  const loaded = (await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw invalid(path, `${path} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  })) as { default?: unknown };
  return asChecks(loaded.default, path);
}

/** @throws FairleadError `CHECKS_INVALID` for a name given twice, or a need that no earlier check has. */
export function refuseInconsistent(checks: readonly Check[]): void {
  const names = new Set<string>();
  for (const { name, needs = [] } of checks) {
    const unknown = needs.find((need) => !names.has(need));
    if (names.has(name)) throw invalid('the checks', `two checks have the name "${name}"`);
    if (unknown !== undefined) throw invalid('the checks', `the check "${name}" needs "${unknown}", and no check before it has that name`);
    names.add(name);
  }
}

async function bundle(source: string, path: string): Promise<Uint8Array> {
  const { build } = await import('esbuild');
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  const result = await build({
    entryPoints: [source], bundle: true, write: false, format: 'esm', platform: 'node', target: 'node20', banner, logLevel: 'silent',
    sourcemap: 'inline', external: ['playwright-core'],
  }).catch((cause: unknown) => {
    throw invalid(path, `${path} does not compile`, { cause, details: compileErrors(cause) });
  });
  return result.outputFiles[0]?.contents ?? new Uint8Array();
}

function asChecks(value: unknown, path: string): readonly Check[] {
  const checks: unknown[] = Array.isArray(value) ? value : [];
  if (checks.length === 0 || !checks.every(isCheck)) throw invalid(path, `the default export of ${path} is no list of checks`);
  return checks;
}

function isCheck(value: unknown): value is Check {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'run' in value && typeof value.run === 'function';
}

function compileErrors(cause: unknown): string[] {
  const errors = typeof cause === 'object' && cause !== null && 'errors' in cause && Array.isArray(cause.errors) ? cause.errors : [];
  return (errors as { text?: string; location?: { file?: string; line?: number } | null }[]).map(
    ({ text, location }) => `${location?.file ?? ''}:${location?.line ?? 0} ${text ?? ''}`,
  );
}

function invalid(path: string, message: string, why: { readonly cause?: unknown; readonly details?: readonly string[] } = {}): FairleadError {
  return new FairleadError({ code: 'CHECKS_INVALID', message, next: [`mend ${path}: its default export is a list of Check`], ...why });
}
