module.exports = {
  ...require('../jest.preset.cjs').esm,
  testMatch: ['<rootDir>/docs/**/*.test.ts', '<rootDir>/cluster/**/*.test.ts'],
};
