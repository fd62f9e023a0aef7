import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow } from '../src/components/tree';
import type { Config } from '../src/config';
import { Sandbox } from './components/sandbox';
import { exampleConfig, wideConfig } from './example';

const GOLDEN = join(__dirname, 'golden');

/** Nx would take what is named like this for projects of this workspace. */
const RENAMED: readonly [string, string] = ['project.json', 'nx-project.json'];

/** What is the same in every workspace, and tested on its own. */
const LEFT_OUT = /^\.(?:projen|github|fairlead)\/|^\.git|^\.projenrc\.ts$/;

function synthesize(config: Config): Record<string, string> {
  const sandbox = new Sandbox();
  try {
    expect(sandbox.synth(config).exitCode).toBe(0);
    const paths = filesBelow(sandbox.root).filter((path) => !LEFT_OUT.test(path));
    return Object.fromEntries(paths.map((path) => [path.replace(...RENAMED), sandbox.read(path)]));
  } finally {
    sandbox.remove();
  }
}

/** `UPDATE_GOLDEN=1 npx jest -c packages/synth/jest.config.cjs golden` writes it anew, for review. */
function update(folder: string, files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

describe('the tree of an example', () => {
  it.each([
    ['shop', exampleConfig()],
    ['press', wideConfig()],
  ])('%s is the one that was reviewed', (name, config) => {
    const folder = join(GOLDEN, name);
    const files = synthesize(config);
    if (process.env['UPDATE_GOLDEN'] === '1') update(folder, files);
    expect(filesBelow(folder)).toEqual(Object.keys(files).sort());
    for (const [path, text] of Object.entries(files)) expect({ path, text: readFileSync(join(folder, path), 'utf8') }).toEqual({ path, text });
  });
});
