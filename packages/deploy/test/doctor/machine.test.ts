import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskCheck, memoryCheck, nodeCheck, permissionCheck, portCheck } from '../../src/doctor/machine';

it.each([['20.18.3', 'bad'], ['20.19.0', 'ok'], ['24.1.0', 'ok'], ['18.20.8', 'bad']])('Node %s is %s', async (version, state) => {
  await expect(nodeCheck(version).look()).resolves.toMatchObject([{ state }]);
});

it.each<[number, number, string]>([[100e9, 1e6, 'ok'], [2e9, 1e6, 'warn'], [100e6, 1e6, 'bad'], [100e9, 12, 'bad']])('%s bytes and %s files free are %s', async (bytes, files, state) => {
  const [found] = await diskCheck({ workspace: '/' }, async () => ({ bytes, files })).look();
  expect(found?.state).toBe(state);
  expect((found?.next.length ?? 0) > 0).toBe(state !== 'ok');
});

it('measures the disk of a folder that is not there yet by the one it will be made in', async () => {
  await expect(diskCheck({ home: join(tmpdir(), 'not', 'there', 'yet') }).look()).resolves.toMatchObject([{ detail: expect.stringContaining(tmpdir()) }]);
});

it('names each full disk, and one where none is', async () => {
  const folders = { workspace: '/', home: '/tmp' };
  await expect(diskCheck(folders, async () => ({ bytes: 1, files: 1e6 })).look()).resolves.toHaveLength(2);
  await expect(diskCheck(folders, async () => ({ bytes: 1e12, files: 1e6 })).look()).resolves.toHaveLength(1);
});

it('warns of little memory', async () => {
  await expect(memoryCheck(1e9).look()).resolves.toMatchObject([{ state: 'warn' }]);
  await expect(memoryCheck(8e9).look()).resolves.toMatchObject([{ state: 'ok' }]);
});

it('names a folder that cannot be written, and how to change that', async () => {
  await expect(permissionCheck({ workspace: tmpdir() }).look()).resolves.toMatchObject([{ state: 'ok' }]);
  const [found, ...others] = await permissionCheck({ workspace: '/', home: join(tmpdir(), 'not', 'there') }, (folder) => folder === '/').look();
  expect([found?.state, others]).toEqual(['bad', []]);
  expect(found?.detail).toContain(`${tmpdir()} (home)`);
  expect(found?.next).toEqual([expect.stringContaining(`ls -ld ${tmpdir()}`)]);
});

it('tells a taken port from a free one', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(portCheck(port).look()).resolves.toMatchObject([{ detail: expect.stringContaining('is taken') }]);
  server.close();
  await once(server, 'close');
  await expect(portCheck(port).look()).resolves.toMatchObject([{ detail: expect.stringContaining('is free') }]);
});
