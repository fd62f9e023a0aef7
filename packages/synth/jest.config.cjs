const { cjs, esm } = require('../../jest.preset.cjs');

// A setting of the whole run, not of a project.
const { testTimeout } = cjs;
const project = (displayName, { testTimeout: _timeout, ...preset }, rest) => ({ ...preset, displayName, ...rest });

/** The sources are CommonJS, as projen is; tests that start real tools use the process runner, which is ESM. */
module.exports = {
  testTimeout,
  projects: [
    project('synth', cjs, { testPathIgnorePatterns: ['\\.process\\.test\\.ts$'] }),
    project('synth, real tools', esm, { testMatch: ['<rootDir>/test/**/*.process.test.ts'] }),
  ],
};
