import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every page of documentation that people read here. */
export const pages: readonly string[] = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true }).map((name) => join('docs', String(name))).filter((name) => name.endsWith('.md')),
  ...['packages', 'apps', 'charts'].flatMap((folder) => readdirSync(folder).map((name) => join(folder, name, 'README.md'))).concat('bench/README.md').filter((path) => existsSync(path)),
];
