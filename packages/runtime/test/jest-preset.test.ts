import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../src/run';

const workspace = resolve(import.meta.dirname, '../../..');

/** A test that leaves behind what tests do: files, also of other processes, and sockets with long names. */
const TEST = `
const { execFileSync } = require('node:child_process');
const { mkdtempSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
it('leaves much behind', async () => {
  const folder = mkdtempSync(tmpdir() + '/left-');
  const server = createServer();
  await new Promise((listening, failed) => server.once('error', failed).listen(folder + '/' + 's'.repeat(50), listening));
  server.close();
  const ofChild = execFileSync(process.execPath, ['-e', 'console.log(fs.mkdtempSync(os.tmpdir() + "/child-"))']).toString().trim();
  writeFileSync(process.env.REPORT, JSON.stringify({ folder, ofChild }));
});
`;

it('what tests leave in the folder for temporary files goes with their run', async () => {
  const root = mkdtempSync(join(tmpdir(), 'preset-'));
  const report = join(root, 'report.json');
  writeFileSync(join(root, 'one.test.js'), TEST);
  writeFileSync(join(root, 'jest.config.cjs'), `module.exports = { ...require(${JSON.stringify(join(workspace, 'jest.preset.cjs'))}).cjs, testMatch: ['**/*.test.js'], transform: {} };`);
  try {
    await run(process.execPath, [join(workspace, 'node_modules/jest/bin/jest.js'), '-c', join(root, 'jest.config.cjs')], { cwd: root, env: { REPORT: report } });
    const { folder, ofChild } = JSON.parse(readFileSync(report, 'utf8')) as { folder: string; ofChild: string };
    expect(folder.startsWith(`${tmpdir()}/j-`)).toBe(true);
    expect(resolve(ofChild, '..')).toBe(resolve(folder, '..'));
    expect([folder, ofChild, resolve(folder, '..')].filter(existsSync)).toEqual([]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
