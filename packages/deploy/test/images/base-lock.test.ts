import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASE_LOCK_FILE, pinned, readBaseLock, writeBaseLock } from '../../src/images/base-lock';
import { digest } from './fake-runner';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'lock-'))));
afterEach(() => rmSync(root, { recursive: true }));

it('is read as it was written, in one order', () => {
  writeBaseLock(root, { b: digest('b'), a: digest('a') });
  expect(readBaseLock(root)).toEqual({ a: digest('a'), b: digest('b') });
  expect(Object.keys(JSON.parse(readFileSync(join(root, BASE_LOCK_FILE), 'utf8')).bases)).toEqual(['a', 'b']);
});

it('pins what it has, and leaves what is pinned already', () => {
  const lock = { 'node:24': digest('a'), [`nginx:1@${digest('c')}`]: digest('d') };
  expect(pinned('node:24', lock)).toBe(`node:24@${digest('a')}`);
  expect(pinned('node:22', lock)).toBe('node:22');
  expect(pinned(`nginx:1@${digest('c')}`, lock)).toBe(`nginx:1@${digest('c')}`);
});

it('pins nothing where there is none', () => {
  expect(readBaseLock(root)).toEqual({});
});

it.each(['', '{', '{"version":2,"bases":{}}', '{"version":1,"bases":{"node:24":"latest"}}'])('a damaged one stops the build rather than be left out: %j', (text) => {
  writeFileSync(join(root, BASE_LOCK_FILE), text);
  expect(() => readBaseLock(root)).toThrow(expect.objectContaining({ code: 'BASE_LOCK_INVALID' }));
});
