import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles the server to one file. `node build.mjs dev` bundles the one with an embedded database instead. */
const dev = process.argv[2] === 'dev';
const root = fileURLToPath(new URL('.', import.meta.url));
const outdir = `${root}${dev ? 'dist-dev' : 'dist'}`;

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: [`${root}src/${dev ? 'dev' : 'server'}.ts`],
  outfile: `${outdir}/${dev ? 'dev' : 'server'}.mjs`,
  bundle: true,
  minify: !dev,
  sourcemap: dev ? 'linked' : false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['pg-native', 'pg-cloudflare', ...(dev ? ['@electric-sql/pglite'] : [])],
  // CommonJS packages inside an ESM bundle ask for these.
  banner: { js: "import { createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __toPath(new URL('.', import.meta.url));" },
  logLevel: 'warning',
});
