import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a web server compresses with when nobody says otherwise, and what zlib calls its default. */
export const GZIP_LEVELS = [1, 6] as const;
export type GzipLevel = (typeof GZIP_LEVELS)[number];

/** Bytes; what is compressed on the way is counted as such, by the level of compression. */
export interface BundleSizes {
  /** The page itself and the scripts and styles it names: what it takes before it can be used. */
  readonly firstLoad: Readonly<Record<GzipLevel, number>>;
  /** Scripts that are fetched when the browser has nothing better to do. */
  readonly later: Readonly<Record<GzipLevel, number>>;
  /** Fonts; they are compressed already. */
  readonly fonts: number;
  /** Everything, as it lies on the disk. */
  readonly total: number;
}

/**
 * Weighs the built page.
 * @throws Error when the folder holds no page.
 */
export function measureBundle(folder: string): BundleSizes {
  const files = readBundle(folder);
  const html = files.get('index.html');
  if (html === undefined) throw new Error(`There is no index.html in ${folder}: build the frontend first.`);
  const named = namesIn(html.toString());
  const first = [...files].filter(([name]) => name === 'index.html' || named.has(name));
  const later = [...files].filter(([name]) => /\.(?:js|css)$/.test(name) && !named.has(name));
  return {
    firstLoad: compressed(first),
    later: compressed(later),
    fonts: sum([...files].filter(([name]) => name.endsWith('.woff2')).map(([, content]) => content.length)),
    total: sum([...files.values()].map((content) => content.length)),
  };
}

/** The files of the built page by their path. */
export function readBundle(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}

/** Scripts and styles that the page asks for by itself. */
function namesIn(html: string): ReadonlySet<string> {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const wanted = tags.filter((tag) => /\bsrc=|rel="(?:stylesheet|modulepreload)"/.test(tag));
  return new Set(wanted.flatMap((tag) => /\b(?:src|href)="\/([^"]+)"/.exec(tag)?.[1] ?? []));
}

type Files = readonly (readonly [string, Buffer])[];

function compressed(files: Files): Record<GzipLevel, number> {
  const at = (level: GzipLevel): number => sum(files.map(([, content]) => gzipSync(content, { level }).length));
  return { 1: at(1), 6: at(6) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
