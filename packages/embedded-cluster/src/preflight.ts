import { existsSync, readFileSync } from 'node:fs';
import { FairleadError, type Runner } from '@fairlead/runtime';
import { canBuild, parseGoVersion } from './go-version';

/** What preflight needs to know about a machine; a test can make one up. */
export interface Machine {
  readonly platform: string;
  readonly uid: number | undefined;
  /** Effective capabilities as in `/proc/self/status`. */
  readonly capabilities: bigint;
  readonly hasCgroups: boolean;
  /** Absent when there is no Go. */
  readonly go?: { readonly version: string; readonly toolchain: string };
}

// From capability.h: mounts and namespaces, and network devices and firewall rules.
const CAPABILITIES: Readonly<Record<string, bigint>> = { CAP_NET_ADMIN: 12n, CAP_SYS_ADMIN: 21n };
const ALTERNATIVE = 'or use another cluster: Minikube, or any Kubernetes by its context';

/** Every reason why the machine cannot run the cluster. Go is needed only while the programs are not built. */
export function faults(machine: Machine, needs: { readonly go?: string | undefined }): readonly FairleadError[] {
  if (machine.platform !== 'linux') {
    return [fault('EMBEDDED_NOT_LINUX', `the embedded cluster runs on Linux only, and this is ${machine.platform}`, [ALTERNATIVE.slice(3)])];
  }
  return [...privileges(machine), ...kernel(machine), ...(needs.go === undefined ? [] : goFaults(machine, needs.go))];
}

function privileges(machine: Machine): FairleadError[] {
  if (machine.uid !== 0) {
    return [fault('EMBEDDED_NOT_ROOT', 'the embedded cluster needs root: it makes namespaces, mounts and a network device', ['run this again as root, for example with sudo -E', ALTERNATIVE])];
  }
  const missing = Object.entries(CAPABILITIES).filter(([, bit]) => ((machine.capabilities >> bit) & 1n) === 0n).map(([name]) => name);
  if (missing.length === 0) return [];
  return [fault('EMBEDDED_NOT_PRIVILEGED', `root lacks ${missing.join(' and ')} here, as in a container without privileges`, ['run this on the machine itself, or give the container --privileged', ALTERNATIVE])];
}

function kernel(machine: Machine): FairleadError[] {
  if (machine.hasCgroups) return [];
  return [fault('EMBEDDED_NO_CGROUPS', 'no cgroup hierarchy is mounted at /sys/fs/cgroup, and pods cannot run without one', ['mount -t cgroup2 none /sys/fs/cgroup', ALTERNATIVE])];
}

function goFaults(machine: Machine, needed: string): FairleadError[] {
  if (!machine.go) {
    return [fault('EMBEDDED_NO_GO', `Go was not found on the PATH, and the embedded cluster is built from source with Go ${needed} or newer`, [`install Go ${needed} or newer and put it on the PATH`, ALTERNATIVE])];
  }
  if (canBuild(machine.go, needed)) return [];
  return [fault('EMBEDDED_GO_TOO_OLD', `Go ${machine.go.version} is too old for the embedded cluster, which needs ${needed} or newer`, [`install Go ${needed} or newer and put it first on the PATH`, ALTERNATIVE])];
}

function fault(code: string, message: string, next: readonly string[]): FairleadError {
  return new FairleadError({ code, message, next });
}

/** Looks for Go only if it is needed: starting it takes longer than all else. */
export async function inspectMachine(run: Runner, needs: { readonly go: boolean }): Promise<Machine> {
  const go = needs.go && process.platform === 'linux' ? await findGo(run) : undefined;
  return {
    platform: process.platform,
    uid: process.getuid?.(),
    capabilities: capabilities(),
    hasCgroups: ['cgroup.controllers', 'memory/cgroup.procs'].some((file) => existsSync(`/sys/fs/cgroup/${file}`)),
    ...(go ? { go } : {}),
  };
}

function capabilities(): bigint {
  try {
    const line = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return BigInt(`0x${line?.[1] ?? '0'}`);
  } catch {
    return 0n;
  }
}

async function findGo(run: Runner): Promise<Machine['go']> {
  try {
    // Outside any module: inside one, Go would already go for the toolchain that it asks for.
    const { stdout } = await run('go', ['env', 'GOVERSION', 'GOTOOLCHAIN'], { cwd: '/' });
    const [version = '', toolchain = ''] = stdout.split('\n');
    return { version: parseGoVersion(version) ?? '0', toolchain: toolchain.trim() };
  } catch {
    return undefined;
  }
}
