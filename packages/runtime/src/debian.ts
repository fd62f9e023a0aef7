import { FairleadError } from './error';
import type { Step } from './progress';
import { run, type Runner } from './run';

export interface InstallOptions {
  readonly step: Pick<Step, 'update'>;
  readonly runner?: Runner;
  readonly signal?: AbortSignal | undefined;
  /** Variables for apt, beside those that keep it from asking. Default: none. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Another installation that is under way may take that long. */
const LOCK_SECONDS = 300;

/**
 * Installs Debian packages without what they merely recommend, as root. Ctrl-C ends it before dpkg begins, and not in
 * the middle: that would leave a system that installs nothing until somebody runs `dpkg --configure -a`.
 * @throws ToolError with what apt said.
 */
export async function installDebianPackages(names: readonly string[], { step, runner = run, signal, env = {} }: InstallOptions): Promise<void> {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive', ...env } };
  step.update('apt-get update');
  await runner('apt-get', ['update', '-q'], { ...options, ...(signal ? { signal } : {}) });
  step.update('apt-get install');
  await runner('apt-get', ['-o', `DPkg::Lock::Timeout=${LOCK_SECONDS}`, 'install', '-y', '-q', '--no-install-recommends', ...names], { ...options, detached: true });
}

/** What people type to install packages themselves. */
export const installCommand = (names: readonly string[]): string => `apt-get install --no-install-recommends ${names.join(' ')}`;

/** The command that mends dpkg where it was interrupted, after which apt installs nothing any more; else nothing. */
export function dpkgMend(error: unknown): readonly string[] {
  // The command is in the message of every language.
  const interrupted = error instanceof FairleadError && error.details.some((line) => line.includes('dpkg --configure -a'));
  return interrupted ? ['dpkg --configure -a   # ends an installation that was interrupted; then run this again'] : [];
}
