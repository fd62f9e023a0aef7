import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

describe('docs/config.md', () => {
  it('is what the types of the config and their docstrings say', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/config-reference.ts', '--check'], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    // It reads every type of the package, on a machine that may be busy.
  }, 120_000);
});
