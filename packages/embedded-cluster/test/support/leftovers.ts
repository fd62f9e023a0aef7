import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { run } from '@fairlead/runtime';

/** What identifies one run of a cluster on the host. */
export interface Trace {
  readonly id: string;
  readonly state: string;
  readonly namespaces: readonly string[];
}

const NAMESPACES = ['pid', 'mnt', 'net', 'ipc', 'uts'];

/** Taken while the cluster runs. */
export function traceOf(cluster: { readonly buildkit: string; readonly kubeconfig: string }, initPid: number): Trace {
  return {
    id: basename(dirname(cluster.buildkit)),
    state: dirname(cluster.kubeconfig),
    namespaces: NAMESPACES.map((kind) => readlinkSync(`/proc/${initPid}/ns/${kind}`)),
  };
}

/** Everything of the cluster that is still on the host; files of its state are meant to be. */
export async function leftovers(trace: Trace): Promise<readonly string[]> {
  return [...processes(trace), ...mounts(trace), ...devices(trace), ...(await firewall(trace)), ...cgroups(trace), ...sockets(trace)];
}

function processes({ state, namespaces }: Trace): string[] {
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).flatMap((pid) => {
    try {
      const links = NAMESPACES.map((kind) => readlinkSync(`/proc/${pid}/ns/${kind}`));
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      if (links.some((link) => namespaces.includes(link))) return [`process ${pid} in a namespace of the cluster: ${command}`];
      return command.includes(`${state}/`) || command.endsWith(`--state=${state}`) ? [`process ${pid}: ${command}`] : [];
    } catch {
      // It ended while being looked at.
      return [];
    }
  });
}

function mounts({ id, state }: Trace): string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return lines.filter((line) => line.includes(state) || line.includes(id)).map((line) => `mount ${line}`);
}

function devices({ id }: Trace): string[] {
  const names = readdirSync('/sys/class/net').filter((name) => name.includes(id) || name === 'cni0');
  const netns = existsSync('/run/netns') ? readdirSync('/run/netns').filter((name) => name.includes(id) || name.startsWith('cni-')) : [];
  return [...names.map((name) => `network device ${name}`), ...netns.map((name) => `network namespace ${name}`)];
}

async function firewall({ id }: Trace): Promise<string[]> {
  const found: string[] = [];
  for (const table of ['filter', 'nat', 'mangle', 'raw']) {
    const { stdout } = await run('iptables', ['-w', '-t', table, '-S']);
    found.push(...stdout.split('\n').filter((line) => line.includes(id) || line.includes('KUBE-') || line.includes('CNI-')).map((line) => `rule ${table} ${line}`));
  }
  return found;
}

function cgroups({ id }: Trace): string[] {
  const roots = ['/sys/fs/cgroup', ...readdirSync('/sys/fs/cgroup').map((name) => `/sys/fs/cgroup/${name}`)];
  return roots.map((root) => `${root}/fairlead-${id}`).filter((path) => existsSync(path)).map((path) => `cgroup ${path}`);
}

function sockets({ id }: Trace): string[] {
  const path = `/run/fairlead/${id}`;
  return existsSync(path) ? [`folder ${path}`] : [];
}
