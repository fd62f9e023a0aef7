import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startBackgroundTunnel, stopBackgroundTunnel, tryBackgroundTunnel, type TunnelLauncher } from '../../src/tunnel/background-tunnel';
import { tryProcessIdentity } from '../../src/tunnel/process-identity';
import { tryReadRecord, tunnelFiles, writeRecord, type TunnelSpec } from '../../src/tunnel/record';
import { until } from './until';

const here = dirname(fileURLToPath(import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const spec: TunnelSpec = {
  workspace: '/home/somebody/demo',
  app: 'demo',
  environment: 'local',
  target: { kubeconfig: '/nowhere/config', context: 'fake' },
  local: true,
  namespace: 'demo',
  selector: 'app=demo',
  podPort: 18_080,
};

let launcher: TunnelLauncher;
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tunnels-'));
  process.env['FAIRLEAD_HOME'] = home;
  launcher = { file: process.execPath, args: ['--import', tsx, join(here, 'background-child.ts')], cwd: here, env: { FAIRLEAD_HOME: home } };
});

afterEach(async () => {
  await stopBackgroundTunnel(spec);
  delete process.env['FAIRLEAD_HOME'];
  rmSync(home, { recursive: true, force: true });
});

async function gone(pid: number): Promise<boolean> {
  return (await tryProcessIdentity(pid)) === undefined;
}

test('a tunnel goes on in the background, is found again, and is stopped', async () => {
  const first = await startBackgroundTunnel(spec, launcher);
  const second = await startBackgroundTunnel(spec, launcher);

  expect(first.reused).toBe(false);
  expect(second).toEqual({ url: first.url, port: first.port, pid: first.pid, reused: true });
  expect(await tryBackgroundTunnel(spec)).toMatchObject({ pid: first.pid, url: first.url });

  expect(await stopBackgroundTunnel(spec)).toBe(true);
  expect(await gone(first.pid)).toBe(true);
  expect(existsSync(tunnelFiles(spec).record)).toBe(false);
  expect(await stopBackgroundTunnel(spec)).toBe(false);
});

test('many who need it at once get the same one', async () => {
  const tunnels = await Promise.all([1, 2, 3, 4].map(() => startBackgroundTunnel(spec, launcher)));

  expect(new Set(tunnels.map(({ pid }) => pid)).size).toBe(1);
});

test('a tunnel that leads elsewhere by now is replaced, and keeps its port', async () => {
  const old = await startBackgroundTunnel(spec, launcher);
  const renewed = await startBackgroundTunnel({ ...spec, target: { ...spec.target, context: 'another' } }, launcher);

  expect(renewed.reused).toBe(false);
  expect(renewed.url).toBe(old.url);
  expect(await gone(old.pid)).toBe(true);
});

test('two checkouts have tunnels of their own', async () => {
  const other = { ...spec, workspace: '/home/somebody/demo-2' };
  const [one, two] = [await startBackgroundTunnel(spec, launcher), await startBackgroundTunnel(other, launcher)];

  expect(two.url).not.toBe(one.url);
  expect(await stopBackgroundTunnel(other)).toBe(true);
  expect(await tryBackgroundTunnel(spec)).toMatchObject({ pid: one.pid });
});

test('a record whose process was killed, or whose id belongs to another by now, is stale', async () => {
  const files = tunnelFiles(spec);
  const killed = await startBackgroundTunnel(spec, launcher);
  process.kill(killed.pid, 'SIGKILL');
  await until(() => gone(killed.pid));
  expect(await tryBackgroundTunnel(spec)).toBeUndefined();

  // This test's own process id with another start time: stopping must not end it.
  writeRecord(files.record, { version: 1, spec, pid: process.pid, identity: 'earlier', url: 'http://localhost:1', port: 1 });
  expect(await tryBackgroundTunnel(spec)).toBeUndefined();
  expect(await stopBackgroundTunnel(spec)).toBe(false);
  expect(existsSync(files.record)).toBe(false);
});

test('a damaged record is no obstacle', async () => {
  const files = tunnelFiles(spec);
  await stopBackgroundTunnel(spec);
  writeFileSync(files.record, '{"version": 1, "pid":');

  const tunnel = await startBackgroundTunnel(spec, launcher);

  expect(tryReadRecord(files.record)).toMatchObject({ pid: tunnel.pid });
});

test('a tunnel whose record is gone or taken over ends by itself', async () => {
  const tunnel = await startBackgroundTunnel(spec, launcher);
  rmSync(tunnelFiles(spec).record);

  await until(() => gone(tunnel.pid));
});

test('one that does not start says why', async () => {
  const failure = startBackgroundTunnel({ ...spec, namespace: 'broken' }, launcher);

  await expect(failure).rejects.toMatchObject({
    code: 'TUNNEL_FAILED',
    details: expect.arrayContaining([expect.stringContaining('this namespace breaks the child')]),
  });
});
