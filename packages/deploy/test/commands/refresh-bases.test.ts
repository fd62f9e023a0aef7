import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../../src/commands/refresh-bases';
import { BASE_LOCK_FILE, readBaseLock, writeBaseLock } from '../../src/images/base-lock';
import { digest } from '../images/fake-runner';
import { makePlan } from '../support/plans';
import { testContext } from '../support/run-context';
import { startScriptedRegistry, type Scripted } from '../support/daemons/scripted-registry';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'bases-'))));
afterEach(() => rmSync(root, { recursive: true }));

const found = (letter: string): Scripted => ({ status: 200, headers: { 'docker-content-digest': digest(letter) }, body: '{}' });

async function refresh(answers: readonly Scripted[], before: (base: string) => Record<string, string> = () => ({})) {
  const registry = await startScriptedRegistry(answers);
  const reference = `${registry.address}/base:1`;
  writeBaseLock(root, before(reference));
  const plan = makePlan();
  const workloads = plan.workloads.map((workload) => ({ ...workload, base: { ...workload.base, reference } }));
  const context = testContext({ root, plan: { ...plan, workloads, database: { provision: 'none' } } });
  const result = await execute(context, {});
  await registry.stop();
  return { ...result, lock: readBaseLock(root), reference };
}

it('pins each base once to what its registry has, also when it was pinned to another', async () => {
  for (const before of [() => ({}), (base: string) => ({ [base]: digest('0') })]) {
    const { lock, reference, exitCode } = await refresh([found('a')], before);
    expect([lock, exitCode]).toEqual([{ [reference]: digest('a') }, 0]);
  }
});

it('says when nothing moved', async () => {
  await expect(refresh([found('a')], (base) => ({ [base]: digest('a') }))).resolves.toMatchObject({ unchanged: true });
});

it('forgets what nothing is built upon any more', async () => {
  const { lock, reference } = await refresh([found('a')], () => ({ 'old:1': digest('0') }));
  expect(lock).toEqual({ [reference]: digest('a') });
});

it.each([[404, 'no such image'], [403, 'docker login']])('keeps the pin and says why when the registry answers %s', async (status, reason) => {
  const { lock, reference, exitCode, text } = await refresh([{ status }], (base) => ({ [base]: digest('0') }));
  expect([lock, exitCode]).toEqual([{ [reference]: digest('0') }, 1]);
  expect(text).toContain(reason);
});

it('leaves no file behind where it learned nothing', async () => {
  const plan = makePlan();
  const workloads = plan.workloads.map((workload) => ({ ...workload, base: { ...workload.base, reference: '127.0.0.1:1/base:1' } }));
  const { text, exitCode } = await execute(testContext({ root, plan: { ...plan, workloads, database: { provision: 'none' } } }), {});
  expect([exitCode, existsSync(join(root, BASE_LOCK_FILE))]).toEqual([1, false]);
  expect(text).toMatch(/does not answer[\s\S]*nothing is pinned/);
});

it('waits for a registry that is busy', async () => {
  await expect(refresh([{ status: 429, headers: { 'retry-after': '0' } }, found('a')])).resolves.toMatchObject({ exitCode: 0 });
});
