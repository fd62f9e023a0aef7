import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema, type Report } from '../../src/verify/report';
import { realCluster, realWorkspace, type RealCluster, type RealWorkspace } from './real-cluster';

let cluster: RealCluster;
let workspace: RealWorkspace;

beforeAll(async () => {
  cluster = await realCluster();
  workspace = await realWorkspace();
  const { exitCode, stderr } = await workspace.fairlead(['deploy']);
  if (exitCode !== 0) throw new Error(stderr);
});
afterAll(async () => {
  await workspace.fairlead(['undeploy']);
  rmSync(workspace.root, { recursive: true });
  await cluster.purge();
});

async function verify(...args: readonly string[]): Promise<{ exitCode: number; report: Report; status: (name: string) => string | undefined }> {
  const { exitCode } = await workspace.fairlead(['verify', ...args]);
  const report = reportSchema.parse(JSON.parse(readFileSync(join(workspace.root, 'dist', 'reports', 'local', 'report.json'), 'utf8')));
  return { exitCode, report, status: (name) => report.checks.find((check) => check.name === name)?.status };
}

test('an app without a page is not verified, and what holds is told apart from what does not', async () => {
  const { exitCode, report, status } = await verify();

  expect(exitCode).toBe(1);
  expect(report.verdict).toBe('failed');
  expect(status('every pod is ready')).toBe('passed');
  expect(status('every pod runs the image that was built')).toBe('passed');
  expect(status('the app answers on localhost')).toBe('passed');
  expect(status('the page loads')).toBe('failed');
  expect(status('the page shows in a browser without an error')).toBe('skipped');
  expect(report.checks.find(({ name }) => name === 'the page loads')).toMatchObject({ note: 'GET / answered 404' });
  expect(report.phases.map(({ name }) => name)).toEqual(['helm-package', 'deploy', 'verify']);
});

test('a pod that runs another image than the receipt says is found out', async () => {
  const path = join(workspace.root, 'dist', 'receipts', 'local', 'web.json');
  const receipt = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...receipt, configDigest: `sha256:${'0'.repeat(64)}` }));

  const { exitCode, report } = await verify('--no-browser');

  expect(exitCode).toBe(1);
  const check = report.checks.find(({ name }) => name === 'every pod runs the image that was built');
  expect(check).toMatchObject({ status: 'failed', note: '1 of 1 pods runs something else' });
  expect(check?.evidence[0]).toMatch(/^demo-fixture-web-\S+: runs sha256:[0-9a-f]{64} \(.*\), not sha256:0{64}/);
});

test('an interrupted verify says so and still leaves a report', async () => {
  const interruption = new AbortController();
  const { exitCode } = await workspace.fairlead(['verify'], {
    signal: interruption.signal,
    onLine: (line) => line.includes('every pod is ready') && interruption.abort(),
  });

  expect(exitCode).toBe(130);
  const report = reportSchema.parse(JSON.parse(readFileSync(join(workspace.root, 'dist', 'reports', 'local', 'report.json'), 'utf8')));
  expect(report.verdict).toBe('interrupted');
});
