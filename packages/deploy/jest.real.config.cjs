const { esm } = require('../../jest.preset.cjs');

// Against a real cluster of its own, which each file starts and removes; building its programs takes minutes, once.
module.exports = {
  ...esm,
  testMatch: ['<rootDir>/test/real/**/*.test.ts'],
  testTimeout: 600_000,
  maxWorkers: 1,
};
