/**
 * Jest settings shared by every project. Node's own ESM loader is used where the sources
 * (or what they import) are ESM only; `@fairlead/synth` stays CommonJS, as projen is.
 * @see https://jestjs.io/docs/ecmascript-modules
 */
const swc = { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } } };

const common = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  testTimeout: 30_000,
  // Jest wraps what one file leaves on the global scope in setters that call each other without end in the next.
  testEnvironmentOptions: { globalsCleanup: 'off' },
};

exports.cjs = { ...common, transform: { '\\.tsx?$': ['@swc/jest', { ...swc, module: { type: 'commonjs' } }] } };

exports.esm = {
  ...common,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': ['@swc/jest', { ...swc, module: { type: 'es6' } }] },
};
