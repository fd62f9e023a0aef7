/**
 * Preload that runs `.projenrc.ts` from its sources: `node --require @fairlead/synth/register.cjs .projenrc.ts`.
 * tsx also reads every file of node_modules to see whether it is ESM, which is a quarter of a synthesis;
 * what is loaded from there is CommonJS, so Node loads it itself.
 */
const Module = require('node:module');

const native = Module._extensions['.js'];
require('tsx/cjs');
const transpiled = Module._extensions['.js'];

Module._extensions['.js'] = (module, file) => (/[\\/]node_modules[\\/]/.test(file) ? native : transpiled)(module, file);
