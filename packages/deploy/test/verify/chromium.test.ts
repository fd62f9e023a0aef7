import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentProgress, type Runner } from '@fairlead/runtime';
import { findChromium, type ChromiumOptions } from '../../src/verify/chromium';

function program(name: string): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'browser-'));
  const path = join(folder, name);
  writeFileSync(path, '');
  chmodSync(path, 0o755);
  return { folder, path };
}

const refuse: Runner = (file, args) => Promise.reject(new Error(`unexpected: ${file} ${args.join(' ')}`));
const options = (env: NodeJS.ProcessEnv, more: Partial<ChromiumOptions> = {}): ChromiumOptions => ({
  progress: silentProgress,
  signal: new AbortController().signal,
  env,
  folders: [],
  mayInstall: false,
  runner: refuse,
  ...more,
});

test('the browser that CHROMIUM_PATH names is taken before one on the PATH', async () => {
  const named = program('my-browser');
  const other = program('chromium');

  expect(await findChromium(options({ CHROMIUM_PATH: named.path, PATH: other.folder }))).toBe(named.path);
});

test('a CHROMIUM_PATH that names nothing is a mistake, even where there is another browser', async () => {
  const other = program('chromium');

  await expect(findChromium(options({ CHROMIUM_PATH: '/no/such/browser', PATH: other.folder }))).rejects.toMatchObject({
    code: 'BROWSER_MISSING',
    message: 'CHROMIUM_PATH names no program: /no/such/browser',
  });
});

test.each(['chromium', 'chromium-browser', 'google-chrome'])('%s is found on the PATH', async (name) => {
  const { folder, path } = program(name);

  expect(await findChromium(options({ PATH: `/nowhere:${folder}` }))).toBe(path);
});

test('where nothing may be installed, the error says what to do', async () => {
  await expect(findChromium(options({ PATH: '' }))).rejects.toMatchObject({
    code: 'BROWSER_MISSING',
    message: 'there is no Chromium on this machine',
    next: expect.arrayContaining([expect.stringContaining('--no-browser')]),
  });
});

test("where it may, Debian's is installed, visibly and once", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'browser-'));
  const calls: string[] = [];
  const runner: Runner = async (file, args) => {
    calls.push([file, ...args].join(' '));
    if (args.includes('install')) writeFileSync(join(folder, 'chromium'), '', { mode: 0o755 });
    return { exitCode: 0, stdout: '', stderr: '' };
  };

  expect(await findChromium(options({ PATH: folder }, { mayInstall: true, runner }))).toBe(join(folder, 'chromium'));
  expect(calls).toEqual(['apt-get update -q', 'apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends chromium']);
});

test('an installation that fails is told with its reason', async () => {
  const runner: Runner = () => Promise.reject(new Error('no network'));

  await expect(findChromium(options({ PATH: '' }, { mayInstall: true, runner }))).rejects.toMatchObject({
    code: 'BROWSER_MISSING',
    message: 'Chromium is missing and could not be installed',
  });
});
