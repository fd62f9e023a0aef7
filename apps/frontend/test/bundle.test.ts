import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { GZIP_LEVELS, measureBundle, readBundle } from '../bench/measure-bundle';

const DIST = join(import.meta.dirname, '../dist');
const FIRST_LOAD_MAX = 150_000;
const FONTS_MAX = 40_000;

const files = readBundle(DIST);
const text = (pattern: RegExp): string[] => [...files].filter(([name]) => pattern.test(name)).map(([, content]) => content.toString());
const [html = ''] = text(/^index\.html$/);

describe('the built page', () => {
  test('weighs less than 150 kB before it can be used, however well it is compressed, and its fonts less than 40 kB', () => {
    const { firstLoad, later, fonts } = measureBundle(DIST);
    for (const level of GZIP_LEVELS) {
      process.stdout.write(`first load at gzip level ${String(level)}: ${kB(firstLoad[level])}; later: ${kB(later[level])}; fonts: ${kB(fonts)}\n`);
      expect(firstLoad[level]).toBeLessThan(FIRST_LOAD_MAX);
      // Nothing may hide from the count: a page without its scripts would weigh next to nothing.
      expect(firstLoad[level]).toBeGreaterThan(50_000);
    }
    expect(fonts).toBeLessThan(FONTS_MAX);
    expect(fonts).toBeGreaterThan(0);
  });

  test('names every asset by its content, so that it can be kept for ever', () => {
    const assets = [...files.keys()].filter((name) => name.startsWith('assets/'));
    expect(assets.length).toBeGreaterThan(5);
    expect(assets.filter((name) => !/^assets\/[\w-]+-[\w-]{8}\.(?:js|css|woff2)$/.test(name))).toEqual([]);
  });

  test('A16: needs nothing inline and nothing from elsewhere', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(html).not.toMatch(/(?:src|href)="(?!\/)/);
    expect(text(/\.css$/).join('')).not.toMatch(/url\(\s*['"]?(?:data:|https?:|\/\/)/);
    expect(text(/\.js$/).join('')).not.toMatch(/\bnew Function\(|\beval\(/);
  });

  test('A10: knows nothing of keys', () => {
    const everything = [...files.values()].map((content) => content.toString('latin1')).join('');
    expect(everything).not.toMatch(/GEMINI|GOOGLE_API|x-goog-api-key|DATABASE_URL|AIza/i);
  });
});

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
