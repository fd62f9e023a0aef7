import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'register-')));
const preload = join(root, 'packages/synth/register.cjs');
const cache = join(root, 'node_modules/.cache/fairlead');
const esbuild = join(root, 'node_modules/esbuild');

beforeAll(() => {
  mkdirSync(dirname(preload), { recursive: true });
  mkdirSync(dirname(esbuild));
  copyFileSync(join(__dirname, '../register.cjs'), preload);
  symlinkSync(join(__dirname, '../../../node_modules/esbuild'), esbuild);
  writeFileSync(join(root, 'part.ts'), 'export const part: string = __filename.slice(-7);\n');
});
afterAll(() => rmSync(root, { recursive: true }));

const run = (source: string): string => {
  writeFileSync(join(root, '.main.ts'), source);
  return execFileSync(process.execPath, ['--require', preload, '.main.ts'], { cwd: root, encoding: 'utf8' });
};
const cached = (): string => join(cache, readdirSync(cache)[0] ?? 'none');

describe('the preload', () => {
  it('runs TypeScript and what it imports, from the sources', () => {
    expect(run("import { part } from './part';\nconst twice = (text: string): string => text + text;\nconsole.log(twice(part));\n")).toBe('part.tspart.ts\n');
  });

  it('makes nothing anew the second time', () => {
    const marked = readFileSync(cached(), 'utf8').replaceAll('twice(import_part.part)', '\\"kept\\"');
    writeFileSync(cached(), marked);
    expect(run(readFileSync(join(root, '.main.ts'), 'utf8'))).toBe('kept\n');
  });

  it('notices every edit, and forgets what is no longer there', () => {
    expect(run('console.log(String(1 as number));\n')).toBe('1\n');
    expect(run('console.log(String(2 as number));\n')).toBe('2\n');
    expect(Object.keys(JSON.parse(readFileSync(cached(), 'utf8')) as object)).toHaveLength(1);
  });

  it('works with a cache that is damaged, and mends it', () => {
    writeFileSync(cached(), '{"half');
    expect(run('console.log(String(3 as number));\n')).toBe('3\n');
    expect(() => JSON.parse(readFileSync(cached(), 'utf8')) as unknown).not.toThrow();
  });

  it('says where a fault of syntax is', () => {
    expect(() => run('const = 1;\n')).toThrow(/\.main\.ts:1:6: ERROR/);
    expect(existsSync(cached())).toBe(true);
  });
});
