const { esm } = require('../../jest.preset.cjs');

// Against a real cluster: each file starts what it needs, and a cold start takes minutes.
module.exports = { ...esm, testMatch: ['<rootDir>/test/real/**/*.test.ts'], testTimeout: 600_000, maxWorkers: 1 };
