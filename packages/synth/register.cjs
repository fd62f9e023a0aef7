/**
 * Preload that runs `.projenrc.ts` from its sources: `node --require @fairlead/synth/register.cjs .projenrc.ts`.
 * Types are taken away by esbuild, and what it made is kept by the hash of the source, all in one file: of a general
 * loader, looking for files and reading its cache one by one was a third of a synthesis.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');

const OPTIONS = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', sourcesContent: false };
const { version } = require('esbuild/package.json');
const CACHE = join(module.path, '../../node_modules/.cache/fairlead', `synth-esbuild-${version}.json`);

const hashOf = (text) => createHash('sha256').update(text).digest('base64');
const before = readCache();
/** What this run needs, and nothing else: the cache does not grow. */
const used = {};

Module._extensions['.ts'] = (module, file) => {
  const source = readFileSync(file, 'utf8');
  const key = hashOf(source);
  used[key] = before[key] ?? require('esbuild').transformSync(source, { ...OPTIONS, sourcefile: file }).code;
  module._compile(used[key], file);
};

process.once('exit', () => {
  if (Object.keys(used).some((key) => before[key] === undefined)) writeCache();
});

function readCache() {
  try {
    return JSON.parse(readFileSync(CACHE, 'utf8'));
  } catch {
    return {}; // There is none, or it is damaged: everything is made anew.
  }
}

function writeCache() {
  try {
    mkdirSync(dirname(CACHE), { recursive: true });
    const fresh = `${CACHE}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(used));
    renameSync(fresh, CACHE);
  } catch {
    // Somebody else's folder, or a full disk: only the time is lost.
  }
}
