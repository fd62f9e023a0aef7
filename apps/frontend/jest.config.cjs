module.exports = require('../../jest.preset.cjs').esm;
