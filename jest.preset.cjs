const { chmodSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/**
 * Jest settings shared by every project. Node's own ESM loader is used where the sources
 * (or what they import) are ESM only; `@fairlead/synth` stays CommonJS, as projen is.
 * @see https://jestjs.io/docs/ecmascript-modules
 */
const swc = { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } } };

const everybodys = tmpdir();

/**
 * Gives a run a folder of its own for what its tests leave behind, and removes it at the end. The name is short, since
 * sockets lie in it whose paths may have 108 bytes, and everybody may write there, as in the one it stands for.
 */
module.exports = async () => {
  const folder = mkdtempSync(join(everybodys, 'j-'));
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
};

const common = {
  globalSetup: module.filename,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  testTimeout: 30_000,
  // Jest wraps what one file leaves on the global scope in setters that call each other without end in the next.
  testEnvironmentOptions: { globalsCleanup: 'off' },
};

module.exports.cjs = { ...common, transform: { '\\.tsx?$': ['@swc/jest', { ...swc, module: { type: 'commonjs' } }] } };

module.exports.esm = {
  ...common,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': ['@swc/jest', { ...swc, module: { type: 'es6' } }] },
};
