import { existsSync } from 'node:fs';
import { dpkgMend, FairleadError, installCommand, installDebianPackages, inStep, run, type Progress } from '@fairlead/runtime';
import { createCheckerTools } from '../../tools/checkers/tools';

/** What the tests need beside npm packages, each with the file that shows it is there. */
const DEBIAN_PACKAGES = [
  { name: 'chromium', provides: '/usr/bin/chromium' },
  { name: 'postgresql-15', provides: '/usr/lib/postgresql/15/bin/initdb' },
  { name: 'docker.io', provides: '/usr/sbin/dockerd' },
  { name: 'docker-registry', provides: '/usr/bin/docker-registry' },
  { name: 'nginx-light', provides: '/usr/sbin/nginx' },
  { name: 'binutils', provides: '/usr/bin/strip' },
];

/**
 * Installs what the tests run against, in visible steps; does nothing when it is there.
 * @throws FairleadError `TEST_TOOLS_MISSING` or `CHECKER_MISSING` where it cannot be installed: the tests would only fail later.
 */
export async function installTestTools(progress: Progress): Promise<void> {
  const missing = DEBIAN_PACKAGES.filter(({ provides }) => !existsSync(provides)).map(({ name }) => name);
  if (!(await hasPip())) missing.push('python3-pip');
  if (missing.length > 0) await installPackages(missing, progress);
  const { helm, kubeconform, schemas } = createCheckerTools(progress);
  for (const tool of [helm, kubeconform, schemas]) await tool();
}

/** Wherever Python comes from: Debian's is not the only one. */
function hasPip(): Promise<boolean> {
  return run('python3', ['-m', 'pip', '--version']).then(() => true, () => false);
}

async function installPackages(missing: readonly string[], progress: Progress): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new FairleadError({
      code: 'TEST_TOOLS_MISSING',
      message: `the tests need ${missing.join(', ')}`,
      next: [`on Debian, as root: ${installCommand(missing)}`],
    });
  }
  await inStep({ progress, title: `Install what the tests need: ${missing.join(', ')}` }, (step) =>
    // The packages' own services must not start: the tests start what they need, where they need it.
    installDebianPackages(missing, { step, env: { RUNLEVEL: '1' } }),
  ).catch((cause: unknown) => {
    throw new FairleadError({
      code: 'TEST_TOOLS_MISSING',
      message: `the tests need ${missing.join(', ')}, and apt-get could not install it`,
      details: cause instanceof FairleadError ? cause.details : [],
      next: [...dpkgMend(cause), installCommand(missing)],
      cause,
    });
  });
}
