import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run, type RunResult } from '@fairlead/runtime';
import { verbs } from '../src/verbs';
import { makePlan } from './support/plans';

const workspace = mkdtempSync(join(tmpdir(), 'fairlead-main-'));
const chart = join(workspace, 'charts', 'todo');
const repository = resolve(import.meta.dirname, '..');
afterAll(() => rmSync(workspace, { recursive: true }));

beforeEach(() => {
  rmSync(join(workspace, 'charts'), { recursive: true, force: true });
  mkdirSync(chart, { recursive: true });
  writeFileSync(join(chart, 'plan.json'), JSON.stringify(makePlan()));
});

// Bundled as users run it; a run of the sources would spend its time on compiling them.
const bundle = join(workspace, 'bundle');
beforeAll(() => run(process.execPath, [join(repository, 'build.mjs'), bundle]));

const fairleadWith = (env: Readonly<Record<string, string>>, ...args: string[]): Promise<RunResult> =>
  run(process.execPath, [join(bundle, 'fairlead.mjs'), ...args], { cwd: workspace, okCodes: [0, 1, 2, 64, 130], env: { NO_COLOR: '1', FORCE_COLOR: undefined, API_KEY: 'top-secret-value', FAIRLEAD_HOME: join(workspace, 'home'), ...env } });
const fairlead = (...args: string[]): Promise<RunResult> => fairleadWith({}, ...args);

it('lists every verb with what it does', async () => {
  const { stdout, exitCode } = await fairlead('--help');
  expect(exitCode).toBe(0);
  for (const { name } of verbs) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
});

it.each(verbs.map(({ name, load }) => [name, load] as const))('the verb %s is there', async (_, load) => {
  await expect(load()).resolves.toHaveProperty('execute');
});

it('a port that is none is refused as what it is', async () => {
  expect(await fairlead('open', '--port', '99999')).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('--port takes a whole number up to 65535') });
});

it('all that is missing for a deploy is said at once, with the commands that mend it', async () => {
  const { exitCode, stderr, stdout } = await fairlead('deploy');
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain('4 things stand in the way');
  for (const command of ['npx nx helm-package todo', 'npx nx build-image backend', 'npx nx build-image frontend', 'npx nx image-store todo']) expect(stderr).toContain(command);
  expect(stderr).not.toContain('top-secret-value');
});

describe('a verb that needs no secrets', () => {
  const bin = join(workspace, 'bin');
  const seen = join(workspace, 'seen');
  beforeAll(() => {
    mkdirSync(bin);
    mkdirSync(join(workspace, '.secrets'));
    writeFileSync(join(workspace, '.secrets', 'local.env'), 'DATABASE_URL=postgres://todo:written%2Fdown@db/todo\n');
    writeFileSync(join(bin, 'helm'), `#!/bin/sh\n[ "$1" = version ] && echo v3.19.0 && exit\nenv > ${seen}\necho "Error: written/down of top-secret-value" >&2\nexit 1\n`);
    chmodSync(join(bin, 'helm'), 0o755);
  });
  afterAll(() => rmSync(join(workspace, '.secrets'), { recursive: true }));

  it('hands none to the tools that it starts, and shows none that they print', async () => {
    const { exitCode, stderr } = await fairleadWith({ PATH: `${bin}:${process.env['PATH']}` }, 'helm-package');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Error: *** of ***');
    expect(readFileSync(seen, 'utf8')).toContain('PATH=');
    expect(readFileSync(seen, 'utf8')).not.toMatch(/API_KEY|top-secret-value/);
  });
});

it('with --json the error is on stdout, for programs', async () => {
  const { exitCode, stdout, stderr } = await fairlead('deploy', '--json');
  expect([exitCode, stderr]).toEqual([1, '']);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CHART_NOT_PACKAGED', details: expect.any(Array), next: expect.any(Array) } });
});

it('an environment that is not there is named, with those that are', async () => {
  const { exitCode, stderr } = await fairlead('status', '--environment', 'staging');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/no environment "staging"[\s\S]*use one of: local, production/);
});

it.each([
  ['an unknown verb', ['fly']],
  ['an unknown flag', ['status', '--fly']],
  ['a flag that is no number', ['rollback', '--revision', 'two']],
])('%s is a usage error', async (_, args) => {
  expect((await fairlead(...args)).exitCode).toBe(64);
});

it('a plan that cannot be used is named, with what is wrong and how to mend it', async () => {
  writeFileSync(join(chart, 'plan.json'), '{"version": 2}');
  const { exitCode, stderr } = await fairlead('status');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/\[PLAN_INVALID\][\s\S]*npx projen/);
});

it('two plans must be told apart, and none is said to be missing', async () => {
  mkdirSync(join(workspace, 'charts', 'other'));
  writeFileSync(join(workspace, 'charts', 'other', 'plan.json'), '{}');
  expect((await fairlead('status')).stderr).toContain('[PLAN_AMBIGUOUS]');
  rmSync(join(workspace, 'charts'), { recursive: true });
  expect((await fairlead('status')).stderr).toContain('[PLAN_MISSING]');
});
