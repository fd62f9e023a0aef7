import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnDetached } from '../src/index';

async function contents(path: string, wanted: string): Promise<string> {
  for (let text = ''; ; text = readFileSync(path, 'utf8')) {
    if (text.includes(wanted)) return text;
    await new Promise((next) => setImmediate(next));
  }
}

test('a detached process leads a session of its own and writes to its log', async () => {
  const logFile = join(mkdtempSync(join(tmpdir(), 'detached-')), 'logs', 'child.log');
  const script = 'console.log(`${process.env.SEEN} ${process.env.HIDDEN} end`)';
  const pid = await spawnDetached(process.execPath, ['-e', script], { logFile, env: { SEEN: 'yes', HIDDEN: undefined } });

  expect(pid).toBeGreaterThan(0);
  expect(await contents(logFile, 'end')).toBe('yes undefined end\n');
});

test('a program that is not there is an error, not a crash', async () => {
  const logFile = join(mkdtempSync(join(tmpdir(), 'detached-')), 'child.log');

  await expect(spawnDetached('/no/such/program', [], { logFile })).rejects.toMatchObject({ code: 'TOOL_MISSING' });
});
