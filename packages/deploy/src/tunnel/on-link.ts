import { BlockList, isIP } from 'node:net';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/**
 * Is this host on a network that an interface of this machine belongs to? A cluster on this machine always is
 * while it runs; once it is stopped, its address may lead out of the machine and to somebody else.
 * Names, unlike addresses, cannot be told and count as such.
 */
export function isOnLink(host: string, interfaces: readonly NetworkInterfaceInfo[] = allInterfaces()): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version === 0) return true;
  const own = new BlockList();
  for (const { cidr, family } of interfaces) {
    const [network, prefix] = cidr?.split('/') ?? [];
    if (network && prefix) own.addSubnet(network, Number(prefix), family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return own.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function allInterfaces(): NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap((infos) => infos ?? []);
}
