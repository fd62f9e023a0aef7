module.exports = {
  ...require('../../jest.preset.cjs').esm,
  testMatch: ['<rootDir>/*.test.ts'],
  // Browsers on a busy machine need longer than the preset allows.
  testTimeout: 120_000,
};
