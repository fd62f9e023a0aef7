import { busyBetween, demandQuiet } from '../../machine/conditions';
import { parseStat } from '../../machine/process-times';

it('a busy machine is refused, with who is at work and the way out', () => {
  const conditions = { load: [3, 2, 1], busy: [{ name: 'node', share: 1.5 }] };
  expect(() => demandQuiet(conditions, 2)).toThrow(expect.objectContaining({ code: 'BENCH_BUSY', details: ['node uses 150 % of a core'] }));
  expect(() => demandQuiet({ ...conditions, load: [0.9] }, 2)).not.toThrow();
});

it('who is at work is told by name, most first, without the bench itself and without who idles', () => {
  const before = new Map([[1, { name: 'node', seconds: 10 }], [2, { name: 'node', seconds: 1 }], [3, { name: 'etcd', seconds: 5 }], [4, { name: 'sshd', seconds: 1 }], [process.pid, { name: 'node', seconds: 1 }]]);
  const after = new Map([[1, { name: 'node', seconds: 10.5 }], [2, { name: 'node', seconds: 1.25 }], [3, { name: 'etcd', seconds: 7 }], [4, { name: 'sshd', seconds: 1 }], [process.pid, { name: 'node', seconds: 9 }], [99, { name: 'new', seconds: 4 }]]);
  expect(busyBetween(before, after, 1)).toEqual([{ name: 'etcd', share: 2 }, { name: 'node', share: 0.75 }]);
});

it('a process is read whatever its name holds', () => {
  const fields = 'S 1 1 1 0 -1 4194560 1 2 3 4 150 50 10 20 20 0 1 0 5';
  expect(parseStat(`42 (npm (x) run) ${fields}\n`)).toEqual({ name: 'npm (x) run', seconds: 2, childrenSeconds: 0.3 });
  expect(parseStat('nonsense')).toBeUndefined();
});
