import { run, silentProgress as progress, type Runner } from '@fairlead/runtime';
import { installPackages, missingPackages, SYSTEM_PACKAGES } from '../src/packages';

const refuse: Runner = (file, args) => {
  throw new Error(`unexpected: ${file} ${args.join(' ')}`);
};

const INSTALL = 'apt-get install --no-install-recommends runc';

test('nothing is missing where every program is there', () => {
  expect(missingPackages(() => true)).toEqual([]);
});

test('packages are recognized by what they provide, whoever brought it', () => {
  expect(missingPackages((program) => program !== 'runc')).toEqual(['runc']);
  expect(missingPackages(() => false)).toEqual(SYSTEM_PACKAGES.map(({ name }) => name));
});

test('who says no changes nothing and learns the command', async () => {
  const attempt = installPackages(['runc'], { run: refuse, progress, confirm: () => Promise.resolve(false) });
  await expect(attempt).rejects.toMatchObject({ code: 'EMBEDDED_PACKAGES', next: [INSTALL] });
});

test('the lists are fetched before the packages', async () => {
  const commands: string[] = [];
  const whole: boolean[] = [];
  const run: Runner = (file, args, { detached = false, signal } = {}) => {
    commands.push([file, ...args].join(' '));
    whole.push(detached && signal === undefined);
    return Promise.resolve({ exitCode: 0, stdout: '', stderr: '' });
  };
  await installPackages(['runc', 'iptables'], { run, progress, signal: new AbortController().signal, confirm: () => Promise.resolve(true) });
  // What dpkg has begun is not cut in the middle.
  expect(whole).toEqual([false, true]);
  expect(commands).toEqual(['apt-get update -q', 'apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends runc iptables']);
});

test.each([
  ["E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.", [expect.stringMatching(/^dpkg --configure -a/), INSTALL]],
  ['E: Unable to fetch some archives', [INSTALL]],
])('an installation that fails is told with what mends it: %s', async (says, next) => {
  // The real runner says what a tool that fails looks like.
  const failing: Runner = (_file, _args, options) => run('sh', ['-c', 'echo "$1" >&2; exit 100', 'apt-get', says], options);
  const attempt = installPackages(['runc'], { run: failing, progress, confirm: () => Promise.resolve(true) });
  await expect(attempt).rejects.toMatchObject({ code: 'EMBEDDED_PACKAGES', details: [says], next });
});
