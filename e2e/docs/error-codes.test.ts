import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['runtime', 'synth', 'deploy', 'embedded-cluster'].flatMap((name) => {
  const folder = join('packages', name, 'src');
  return readdirSync(folder, { recursive: true }).map((file) => join(folder, String(file))).filter((file) => file.endsWith('.ts'));
});

const CODE = /(?:code(?: =|:) |\? |: )'([A-Z][A-Z_]{3,})'/g;
const thrown = new Set(sources.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter((line) => /\bcode\b/.test(line)).flatMap((line) => [...line.matchAll(CODE)].map(([, code = '']) => code))));
const explained = [...readFileSync('docs/troubleshooting.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code = '']) => code);

describe('docs/troubleshooting.md', () => {
  it('explains every code that can be thrown', () => {
    expect([...thrown].filter((code) => !explained.includes(code))).toEqual([]);
  });

  it('explains no code that nothing throws', () => {
    expect(explained.filter((code) => !thrown.has(code))).toEqual([]);
  });
});
