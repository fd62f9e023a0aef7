import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../../src/commands/doctor';
import { testContext } from '../support/run-context';

it('on an empty folder everything is looked at, and what stands in the way decides the exit code', async () => {
  const root = mkdtempSync(join(tmpdir(), 'doctor-'));
  try {
    // This context has no cluster at all, which is an ordinary error to the check.
    const { data, text, exitCode } = await execute(testContext({ root }), {});
    const { findings, ready } = data as { findings: readonly { name: string; state: string }[]; ready: boolean };
    expect([exitCode, ready]).toEqual([1, false]);
    expect(new Set(findings.map(({ name }) => name))).toEqual(new Set(['Node', 'permissions', 'disk', 'memory', 'config', 'secrets', 'helm', 'kubectl', 'cluster', 'base image', 'images', 'chart', 'port', 'browser']));
    expect(findings.filter(({ state }) => state === 'bad').map(({ name }) => name)).toEqual(expect.arrayContaining(['config', 'cluster']));
    expect(text).toMatch(/things to mend, then run this again$/);
  } finally {
    rmSync(root, { recursive: true });
  }
});
