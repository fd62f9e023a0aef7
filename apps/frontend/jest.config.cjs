// Browsers on a busy machine need longer than the preset allows.
module.exports = { ...require('../../jest.preset.cjs').esm, testTimeout: 120_000 };
