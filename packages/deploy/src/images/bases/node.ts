import { accounts, UID } from './common';
import { currentPlatform } from './platform';
import type { BaseRecipe } from './recipe';

const VERSION = '24.21.0';

const integrity = {
  x64: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  arm64: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
} as const;

/** Laid out like a distroless Node image: paths, user, entry point; no shell, no package manager. */
export function nodeRecipe(): BaseRecipe {
  const { npm } = currentPlatform();
  return {
    kind: 'node',
    version: '24',
    packages: ['libc6', 'libgcc-s1', 'libstdc++6', 'ca-certificates', 'base-files', 'tzdata', 'netbase'],
    withoutLibraries: [],
    npm: {
      package: { name: `node-linux-${npm}`, version: VERSION, integrity: integrity[npm] },
      file: 'bin/node',
      to: '/nodejs/bin/node',
    },
    keep: ['/usr/lib/os-release', '/etc/os-release', '/usr/share/zoneinfo', '/etc/protocols', '/etc/services', '/usr/share/ca-certificates'],
    // The same zones again, with and without leap seconds.
    omit: ['/usr/share/zoneinfo/posix', '/usr/share/zoneinfo/right'],
    libraries: ['libgcc_s.so.1', 'libstdc++.so.6'],
    links: {},
    files: accounts,
    ownFolders: ['/home/nonroot'],
    instructions: [
      'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
      `USER ${UID}:${UID}`,
      'WORKDIR /home/nonroot',
      'ENTRYPOINT ["/nodejs/bin/node"]',
    ],
  };
}
