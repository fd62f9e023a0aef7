// Bundles the command line to dist/ (or the folder given), one chunk per verb, so that each run parses only what it needs.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const outdir = process.argv[2] ?? here('dist');

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: { fairlead: here('src/cli.ts') },
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  // They find their own files (a driver, a binary) relative to themselves.
  external: ['playwright-core', 'esbuild'],
  // CommonJS dependencies call `require` for Node's own modules.
  banner: { js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);" },
  logLevel: 'warning',
});
