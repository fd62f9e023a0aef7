import { lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { SynthError } from '../synth-error';

/** Every file below a folder, relative to it, with `/`, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Undefined where nothing is, also below what is no folder. A link is described itself. */
export function tryStat(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Makes sure that writing `path` replaces a file of the workspace, or adds one.
 * @throws SynthError when a folder, or a link that leads elsewhere, is in the way.
 */
export function refuseBlocked(root: string, path: string): void {
  const target = tryStat(join(root, path));
  if (target?.isSymbolicLink()) throw blocked(path, `${path} is a symbolic link; replace it by a file, or remove it`);
  if (target && !target.isFile()) throw blocked(path, `${path} is a folder; move it away`);
  let folder = dirname(path);
  while (tryStat(join(root, folder)) === undefined) folder = dirname(folder);
  const real = realpathSync(join(root, folder));
  if (!lstatSync(real).isDirectory()) throw blocked(path, `${folder} is a file; move it away`);
  const inside = relative(realpathSync(root), real);
  if (inside.split(sep)[0] === '..' || inside === real) throw blocked(path, `${folder} leads out of the workspace through a symbolic link; replace the link by a folder`);
}

function blocked(path: string, reason: string): SynthError {
  return new SynthError('SYNTH_PATH_BLOCKED', `${path} cannot be written, so nothing was: ${reason}`);
}
