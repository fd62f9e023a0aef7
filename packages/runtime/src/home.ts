import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The folder for what outlives one checkout: built binaries, base images, the embedded cluster's state.
 * `FAIRLEAD_HOME` overrides the default, `~/.fairlead`.
 */
export function fairleadHome(...segments: readonly string[]): string {
  const root = process.env['FAIRLEAD_HOME'] ?? join(homedir(), '.fairlead');
  return join(resolve(root), ...segments);
}
