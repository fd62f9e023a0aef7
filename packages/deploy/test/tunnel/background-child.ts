import { keepTunnel } from '../../src/tunnel/keep-tunnel';
import { parseSpec, tunnelFiles } from '../../src/tunnel/record';

// A background tunnel as the command line starts it, to a cluster that is always there and has no pods.
const spec = parseSpec(process.argv[2] ?? '');
if (spec.namespace === 'broken') throw new Error('this namespace breaks the child');
const controller = new AbortController();
process.on('SIGTERM', () => controller.abort());
await keepTunnel({
  spec,
  recordFile: tunnelFiles(spec).record,
  source: { find: async () => undefined, dial: () => Promise.reject(new Error('no pods')), look: async () => 'there' },
  signal: controller.signal,
  log: (text) => process.stdout.write(`${text}\n`),
  everyMs: 50,
});
process.exit();
