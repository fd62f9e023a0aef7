import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { Runner } from '@fairlead/runtime';

export interface MachineFacts {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly os: string;
  /** `unknown` for a tool that is not there. */
  readonly versions: Readonly<{ node: string; npm: string; nx: string; go: string }>;
  readonly commit: string;
  /** Files that differ from the commit; they are not measured. */
  readonly uncommitted: number;
}

const UNKNOWN = 'unknown';

export async function readMachineFacts(root: string, run: Runner): Promise<MachineFacts> {
  const ask = (file: string, ...args: string[]): Promise<string> => run(file, args, { cwd: root }).then(({ stdout }) => stdout.trim(), () => UNKNOWN);
  const [npm, go, commit, changes] = await Promise.all([ask('npm', '--version'), ask('go', 'version'), ask('git', 'rev-parse', '--short', 'HEAD'), ask('git', 'status', '--porcelain')]);
  return {
    cpu: cpus()[0]?.model.trim() ?? UNKNOWN,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: osName(),
    versions: { node: process.versions.node, npm, nx: nxVersion(root), go: /go(\d\S*)/.exec(go)?.[1] ?? UNKNOWN },
    commit,
    uncommitted: changes.split('\n').filter(Boolean).length,
  };
}

function osName(): string {
  const kernel = `${type()} ${release()}`;
  const file = '/etc/os-release';
  const name = existsSync(file) ? /^PRETTY_NAME="(.+)"$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return name === undefined ? kernel : `${name}, ${kernel}`;
}

function nxVersion(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'node_modules/nx/package.json'), 'utf8')) as { version: string }).version;
}
