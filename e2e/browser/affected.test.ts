import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const OURS = ['backend', 'frontend', 'browser'];

/** Which of the app's projects have tests to run after an edit of `file`, as Nx sees it. */
async function testedAfter(file: string): Promise<string[]> {
  // A test is a task of Nx itself, whose variables would reach the inner one.
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'))), NX_DAEMON: 'false' };
  const ask = ['nx', 'show', 'projects', '--affected', `--files=${file}`, '--withTarget=test', '--json'];
  const { stdout } = await promisify(execFile)('npx', ask, { cwd: root, env });
  const projects = JSON.parse(stdout) as string[];
  return OURS.filter((name) => projects.includes(name));
}

test.each([
  ['apps/backend/src/server.ts', ['backend', 'browser']],
  ['apps/frontend/src/app/app.tsx', ['frontend', 'browser']],
  ['packages/contracts/src/todo.ts', ['backend', 'frontend', 'browser']],
  ['e2e/browser/look.test.ts', ['browser']],
  ['docs/config.md', []],
])('an edit of %s has the tests run of %j', async (file, projects) => expect(await testedAfter(file)).toEqual(projects));
