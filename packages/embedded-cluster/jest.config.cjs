const { esm } = require('../../jest.preset.cjs');

module.exports = { ...esm, testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/real/'] };
