import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceHash } from '../../src/build/source-hash';

const folder = mkdtempSync(join(tmpdir(), 'fairlead-sources-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);

test('a build is named by what goes into it, and by nothing else', () => {
  mkdirSync(join(folder, 'node'));
  write('node/main.go', 'package main');
  write('node/go.mod', 'module node');
  const first = sourceHash(folder);
  write('node/main_test.go', 'package main');
  write('node/README.md', 'words');
  expect(sourceHash(folder)).toBe(first);
  write('node/main.go', 'package main // changed');
  const second = sourceHash(folder);
  expect(second).not.toBe(first);
  write('node/go.mod', 'module node // changed');
  expect(sourceHash(folder)).not.toBe(second);
});
