import { faults, type Machine } from '../src/preflight';

const withoutGo: Machine = { platform: 'linux', uid: 0, capabilities: 0xffffffffffffffffn, hasCgroups: true };
const able: Machine = { ...withoutGo, go: { version: '1.26.8', toolchain: 'local' } };

test('a machine that has everything has no faults', () => {
  expect(faults(able, { go: '1.26.8' })).toEqual([]);
});

test.each<[string, Machine, string, RegExp]>([
  ['macOS', { ...able, platform: 'darwin' }, 'EMBEDDED_NOT_LINUX', /runs on Linux only, and this is darwin/],
  ['an ordinary user', { ...able, uid: 1000 }, 'EMBEDDED_NOT_ROOT', /needs root/],
  ['root in a container without privileges', { ...able, capabilities: 0xa80425fbn }, 'EMBEDDED_NOT_PRIVILEGED', /lacks CAP_NET_ADMIN and CAP_SYS_ADMIN/],
  ['no cgroups', { ...able, hasCgroups: false }, 'EMBEDDED_NO_CGROUPS', /no cgroup hierarchy/],
  ['no Go', withoutGo, 'EMBEDDED_NO_GO', /Go was not found.*1\.26\.8 or newer/],
  ['an old Go', { ...able, go: { version: '1.19.8', toolchain: '' } }, 'EMBEDDED_GO_TOO_OLD', /Go 1\.19\.8 is too old/],
])('%s: one sentence and what to do', (_description, machine, code, sentence) => {
  const found = faults(machine, { go: '1.26.8' });
  expect(found.map((fault) => fault.code)).toEqual([code]);
  expect(found[0]!.message).toMatch(sentence);
  expect(found[0]!.next.length).toBeGreaterThan(0);
});

test('Go does not matter once the programs are built', () => {
  expect(faults(withoutGo, {})).toEqual([]);
});

test('all faults of a machine are told at once', () => {
  const codes = faults({ ...withoutGo, uid: 1000, hasCgroups: false }, { go: '1.26.8' }).map((fault) => fault.code);
  expect(codes).toEqual(['EMBEDDED_NOT_ROOT', 'EMBEDDED_NO_CGROUPS', 'EMBEDDED_NO_GO']);
});
