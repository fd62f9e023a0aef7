import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@fairlead/runtime';
import { settleLayer } from '../../../src/images/settle/layer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layer-'));
  mkdirSync(join(folder, 'files/in'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string, seconds: number): void => {
  writeFileSync(join(folder, 'files', name), content);
  utimesSync(join(folder, 'files', name), seconds, seconds);
};

/** Times below a second, which no builder keeps, would be in records of their own. */
const formats = { ustar: ['--format=ustar'], pax: ['--format=pax', '--pax-option=delete=atime,delete=ctime,delete=mtime'] };
type Format = keyof typeof formats;

async function settled(time: number, format: Format): Promise<string> {
  const file = join(folder, 'layer.tar');
  await run('tar', ['-cf', file, ...formats[format], '--sort=name', '--owner=builder:1234', '--group=builders:56', '-C', join(folder, 'files'), '.']);
  const layer = readFileSync(file);
  settleLayer(layer, time);
  writeFileSync(file, layer);
  return file;
}

const listed = async (file: string): Promise<string> => (await run('tar', ['-tvf', file, '--full-time', '--utc'])).stdout;

it.each<Format>(['ustar', 'pax'])('makes nothing younger than the time, keeps what is older, and drops names of owners (%s)', async (format) => {
  put('old', 'x', 10);
  put('young', 'y'.repeat(1500), 2_000_000_000);
  symlinkSync('old', join(folder, 'files/in/link'));
  const list = await listed(await settled(1_000, format));
  expect(list).toMatch(/ 1234\/56 +1500 1970-01-01 00:16:40 .*young/);
  expect(list).toMatch(/1970-01-01 00:00:10 .*old/);
  expect(list).toMatch(/1970-01-01 00:16:40 .*link -> old/);
  expect(list).not.toContain('builder');
});

it('leaves the content as it is, long names and all', async () => {
  const long = `${'n'.repeat(120)}.txt`;
  put(long, 'content', 2_000_000_000);
  const { stdout } = await run('tar', ['-xOf', await settled(1_000, 'pax'), `./${long}`]);
  expect(stdout).toBe('content');
});

it('settles what is settled to the same bytes', async () => {
  put('file', 'x', 2_000_000_000);
  const once = readFileSync(await settled(1_000, 'ustar'));
  const twice = Buffer.from(once);
  settleLayer(twice, 1_000);
  expect(twice.equals(once)).toBe(true);
});

it('refuses what is no archive', () => {
  expect(() => settleLayer(Buffer.alloc(512, 'x'), 0)).toThrow('no tar header at byte 0');
});
