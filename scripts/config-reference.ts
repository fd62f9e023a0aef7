import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TypeReader } from './config-reference/fields';
import { renderReference } from './config-reference/render';

/**
 * Writes `docs/config.md` from the config's types and docstrings; with `--check`, only says whether it is what they say.
 * Usage: node --import tsx scripts/config-reference.ts [--check]
 */
function main(): void {
  const root = resolve(import.meta.dirname, '..');
  const file = join(root, 'docs/config.md');
  const wanted = renderReference(new TypeReader(join(root, 'packages/synth/src/index.ts'), join(root, 'tsconfig.base.json')));
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (current === wanted) return;
  if (process.argv.includes('--check')) {
    process.stderr.write('docs/config.md is not what the types say: npm run docs\n');
    process.exitCode = 1;
    return;
  }
  writeFileSync(file, wanted);
  process.stdout.write('docs/config.md is written anew\n');
}

main();
