import type { NetworkInterfaceInfo } from 'node:os';
import fc from 'fast-check';
import { isOnLink } from '../../src/tunnel/on-link';

function network(cidr: string, family: 'IPv4' | 'IPv6'): NetworkInterfaceInfo {
  const shared = { address: '', netmask: '', mac: '', internal: false, cidr };
  return family === 'IPv4' ? { ...shared, family } : { ...shared, family, scopeid: 0 };
}

const interfaces = [network('127.0.0.1/8', 'IPv4'), network('172.30.255.1/30', 'IPv4'), network('::1/128', 'IPv6')];

test.each([
  ['127.0.0.1', true],
  ['172.30.255.2', true],
  ['172.30.255.14', false],
  ['10.0.0.1', false],
  ['[::1]', true],
  ['[fd00::1]', false],
  ['cluster.example', true],
])('%s on this machine: %s', (host, expected) => {
  expect(isOnLink(host, interfaces)).toBe(expected);
});

test('without interfaces no address is on link', () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => expect(isOnLink(address, [])).toBe(false)));
});
