import { cp, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
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
  banner: {
    js: "import { createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __toPath(new URL('.', import.meta.url));",
  },
  logLevel: 'warning',
});

// The page that shows the API needs two files of Swagger UI, and no more of it.
const swaggerUi = `${dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json'))}/static`;
await mkdir(`${outdir}/docs`);
for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css'])
  await cp(`${swaggerUi}/${file}`, `${outdir}/docs/${file}`);
