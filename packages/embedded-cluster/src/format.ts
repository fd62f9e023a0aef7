import type { EmbeddedEndpoints, EmbeddedMember, EmbeddedStatus } from './types';

const MEGABYTE = 1_000_000;

export function formatEndpoints(endpoints: EmbeddedEndpoints): string {
  return [
    `kubeconfig  ${endpoints.kubeconfig} (context ${endpoints.context})`,
    `node        ${endpoints.nodeAddress} (NodePorts answer here)`,
    `buildkit    ${endpoints.buildkit}`,
  ].join('\n');
}

export function formatStatus(status: EmbeddedStatus): string {
  const total = status.members.reduce((sum, member) => sum + (member.rssBytes ?? 0), 0);
  return [
    `${status.state}  Kubernetes ${status.version}  ${status.members.length ? `${megabytes(total)} in ${status.members.length} processes` : ''}`.trimEnd(),
    ...status.problems.map((problem) => `! ${problem}`),
    ...status.members.map(formatMember),
    ...(status.endpoints ? [formatEndpoints(status.endpoints)] : []),
    'NetworkPolicy is not enforced by this cluster.',
  ].join('\n');
}

function formatMember(member: EmbeddedMember): string {
  const restarts = member.restarts > 0 ? `restarted ${member.restarts}x` : '';
  const columns = [member.name.padEnd(24), (member.alive ? 'running' : 'ended').padEnd(8), String(member.pid ?? '-').padStart(8), (member.rssBytes ? megabytes(member.rssBytes) : '-').padStart(8)];
  return `  ${columns.join(' ')} ${restarts}`.trimEnd();
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}
