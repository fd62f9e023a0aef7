import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { dpkgMend, FairleadError, installCommand, installDebianPackages, inStep, type Progress, type Runner } from '@fairlead/runtime';

/** A Debian package, and a file of it by which a system that has it otherwise is recognized too. */
interface SystemPackage {
  readonly name: string;
  readonly provides: string;
}

export const SYSTEM_PACKAGES: readonly SystemPackage[] = [
  { name: 'containerd', provides: 'containerd' },
  { name: 'runc', provides: 'runc' },
  { name: 'containernetworking-plugins', provides: '/usr/lib/cni/bridge' },
  { name: 'iptables', provides: 'iptables' },
  { name: 'kmod', provides: 'modprobe' },
];

const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export function missingPackages(has: (program: string) => boolean = hasProgram): readonly string[] {
  return SYSTEM_PACKAGES.filter(({ provides }) => !has(provides)).map(({ name }) => name);
}

/** Looks where the node looks, whatever PATH this process was given. */
export function hasProgram(program: string): boolean {
  const candidates = program.startsWith('/') ? [program] : SYSTEM_PATH.map((folder) => join(folder, program));
  return candidates.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface InstallOptions {
  readonly run: Runner;
  readonly progress: Progress;
  /** Asked before the system is changed. */
  readonly confirm: (question: string) => Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
}

/** @throws FairleadError `EMBEDDED_PACKAGES` when they are missing and cannot or may not be installed. */
export async function installPackages(missing: readonly string[], { run, progress, confirm, signal }: InstallOptions): Promise<void> {
  const command = installCommand(missing);
  if (!hasProgram('apt-get')) throw packagesError(missing, 'and this system has no apt-get to install them', { next: 'install them with your package manager' });
  if (!(await confirm(`The embedded cluster needs system packages. Run \`${command}\` now?`))) {
    throw packagesError(missing, 'and were not to be installed', { next: command });
  }
  await inStep({ progress, title: `Install Debian packages: ${missing.join(', ')}` }, async (step) => {
    await installDebianPackages(missing, { step, runner: run, signal });
    // The node starts a containerd of its own; Debian's service would only idle beside it.
    if (missing.includes('containerd') && existsSync('/run/systemd/system')) {
      await run('systemctl', ['disable', '--now', 'containerd.service'], { okCodes: [0, 1, 5] });
    }
  }).catch((error: unknown) => {
    throw signal?.aborted || !(error instanceof FairleadError) ? error : packagesError(missing, 'and could not be installed', { next: command, cause: error });
  });
}

function packagesError(missing: readonly string[], why: string, mend: { readonly next: string; readonly cause?: FairleadError }): FairleadError {
  const { next, cause } = mend;
  const plural = missing.length === 1 ? 'a system package' : 'system packages';
  return new FairleadError({
    code: 'EMBEDDED_PACKAGES',
    message: `${plural} of the embedded cluster (${missing.join(', ')}) missing, ${why}`,
    next: [...dpkgMend(cause), next],
    details: cause?.details ?? [],
    cause,
  });
}
