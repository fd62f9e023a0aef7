import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@fairlead/runtime';
import { contentHash, contentTime } from '../../src/images/content-hash';

let folder: string;
const put = (path: string, text: string): void => writeFileSync(join(folder, path), text);
const hash = (facts: Record<string, string> = { base: 'a' }): string => contentHash({ folder, paths: ['dist'], facts }).hash;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'context-'));
  mkdirSync(join(folder, 'dist'));
  put('Dockerfile', 'FROM scratch');
  put('.dockerignore', '*');
  put('dist/server.mjs', 'one');
});

describe('contentHash', () => {
  it('is the same for the same content, whenever it was written', () => {
    const before = hash();
    utimesSync(join(folder, 'dist/server.mjs'), 1, 1);
    expect(hash()).toBe(before);
  });

  it.each([
    ['content', () => put('dist/server.mjs', 'two')],
    ['a new file', () => put('dist/other.mjs', '')],
    ['the Dockerfile', () => put('Dockerfile', 'FROM other')],
    ['the .dockerignore', () => put('.dockerignore', '')],
    ['the executable bit', () => chmodSync(join(folder, 'dist/server.mjs'), 0o755)],
  ])('changes with %s', (_what, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it('changes with the base, and not with what is not copied', () => {
    const before = hash();
    put('README.md', 'hello');
    expect(hash()).toBe(before);
    expect(hash({ base: 'b' })).not.toBe(before);
  });

  it('tells two files from one that holds both', () => {
    put('dist/a', 'xy');
    put('dist/b', 'z');
    const before = hash();
    put('dist/a', 'x');
    put('dist/b', 'yz');
    expect(hash()).not.toBe(before);
  });

  it('counts the bytes of the context, without the recipe', () => {
    expect(contentHash({ folder, paths: ['dist'], facts: {} }).bytes).toBe(3);
  });

  it('says what is missing and how to get it', () => {
    expect(() => contentHash({ folder, paths: ['build'], facts: {} })).toThrow(/build is missing, which the Dockerfile copies/);
  });
});

describe('contentTime', () => {
  it('is a time of its own for every content, in the eighties', () => {
    expect(contentTime('000000000000')).toBe(Date.UTC(1980, 0, 1) / 1000);
    expect(new Date(contentTime('ffffffffffff') * 1000).getUTCFullYear()).toBe(1988);
    expect(contentTime('0000001abcde')).not.toBe(contentTime('0000002abcde'));
  });
});

it('refuses what no image can hold', async () => {
  await run('mkfifo', [join(folder, 'dist/pipe')]);
  expect(() => hash()).toThrow(/neither a file, a folder nor a link/);
});

it('hashes a link as what it says, wherever it leads', () => {
  symlinkSync('/nowhere', join(folder, 'dist/link'));
  const before = hash();
  rmSync(join(folder, 'dist/link'));
  put('dist/link', '/nowhere');
  expect(hash()).not.toBe(before);
});
