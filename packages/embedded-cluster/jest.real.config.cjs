const { esm } = require('../../jest.preset.cjs');

// A first run builds the cluster from source.
module.exports = { ...esm, testMatch: ['<rootDir>/test/real/**/*.test.ts'], testTimeout: 15 * 60_000 };
