import { FairleadError } from '@fairlead/runtime';

/** How Debian and Docker name a machine's architecture. */
export interface Platform {
  /** As images name it, e.g. `linux/amd64`. */
  readonly docker: string;
  /** Debian's folder for libraries, e.g. `x86_64-linux-gnu`. */
  readonly triplet: string;
  /** Path of the dynamic loader that programs name. */
  readonly loader: string;
  /** Suffix of npm's packages with the `node` program. */
  readonly npm: 'x64' | 'arm64';
}

const platforms: Readonly<Record<string, Platform>> = {
  x64: { docker: 'linux/amd64', triplet: 'x86_64-linux-gnu', loader: '/lib64/ld-linux-x86-64.so.2', npm: 'x64' },
  arm64: { docker: 'linux/arm64', triplet: 'aarch64-linux-gnu', loader: '/lib/ld-linux-aarch64.so.1', npm: 'arm64' },
};

/** @throws FairleadError `PLATFORM_UNKNOWN` on other architectures. */
export function currentPlatform(arch: string = process.arch): Platform {
  const platform = platforms[arch];
  if (platform) return platform;
  throw new FairleadError({ code: 'PLATFORM_UNKNOWN', message: `images cannot be built on ${arch}; amd64 and arm64 are known` });
}
