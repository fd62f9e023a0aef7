import { formatStatus } from '../src/format';

test('a status names what is wrong, every process, and that policies have no effect', () => {
  const text = formatStatus({
    state: 'degraded',
    members: [{ name: 'init', pid: 7, alive: true, rssBytes: 14_000_000, restarts: 0 }, { name: 'etcd', alive: false, restarts: 2 }],
    problems: ['etcd is not running'],
    enforcesNetworkPolicy: false,
    version: 'v1.35.4',
  });
  expect(text).toContain('degraded  Kubernetes v1.35.4  14 MB in 2 processes');
  expect(text).toContain('! etcd is not running');
  expect(text).toMatch(/etcd +ended +- +- restarted 2x/);
  expect(text).toContain('NetworkPolicy is not enforced');
});

test('what is not there has no table', () => {
  const text = formatStatus({ state: 'absent', members: [], problems: [], enforcesNetworkPolicy: false, version: 'v1.35.4' });
  expect(text.split('\n')).toHaveLength(2);
});
