import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

const CONFIG = `
import { FairleadWorkspace, runSynth, webApp } from '@fairlead/synth';
runSynth(() => new FairleadWorkspace({ app: 'shop', description: process.env['TEXT'], workloads: { page: webApp({ image: 'shop-page:v1', port: 8080 }) }, environments: { local: {} } }));
`;

/** A small disk of its own, which only this script sees; what it prints is what is looked at. */
const SCRIPT = `
set -eu
mount -t tmpfs -o size=1m tmpfs "$1/disk"
cp -P "$1/.projenrc.ts" "$1/node_modules" "$1/disk"
cd "$1/disk"
synth() { TEXT="$1" "$NODE" --require @fairlead/synth/register.cjs .projenrc.ts 2>&1 || echo "exit code $?"; }
sums() { find . -type f ! -name filler ! -path './.fairlead/*' -exec sha256sum {} + | sort | sha256sum; }
synth one > /dev/null
before=$(sums)
dd if=/dev/zero of=filler bs=1k 2> /dev/null || truncate -s -16k filler
synth two
[ "$before" = "$(sums)" ] && echo 'nothing changed'
rm filler
synth two | grep Chart.yaml
`;

describe('a disk that is full', () => {
  const folder = mkdtempSync(join(tmpdir(), 'disk-full-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('leaves all as it was, says so, and is no hindrance once there is room', () => {
    writeFileSync(join(folder, '.projenrc.ts'), CONFIG);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'disk'));
    const rights = process.getuid?.() === 0 ? [] : ['--map-root-user'];
    const said = execFileSync('unshare', ['--mount', ...rights, 'sh', '-c', SCRIPT, 'sh', folder], { encoding: 'utf8', env: { ...process.env, NODE: process.execPath } });
    expect(said.split('\n').filter(Boolean)).toEqual([expect.stringMatching(/^the disk is full; nothing was changed \(ENOSPC.* \[DISK_FULL\]$/), 'exit code 1', 'nothing changed', 'update charts/shop/Chart.yaml']);
  }, 120_000);
});
