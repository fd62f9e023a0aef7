import { renderTable } from '../release/pods-table';
import { openSession, type Session } from '../release/session';
import { readStatus, type ReleaseStatus } from '../release/status';
import { tryBackgroundTunnel } from '../tunnel/background-tunnel';
import { tunnelKey } from '../tunnel/ensure-tunnel';
import type { Command } from './command';

/** Says what runs, and whether it is what was built; exit code 1 when it does not serve. */
export const execute: Command = async (context) => {
  const session = await openSession(context);
  const status = await readStatus(context, session);
  const tunnel = await tryBackgroundTunnel(tunnelKey(context));
  return { data: { ...status, url: tunnel?.url }, text: render(status, session, tunnel?.url), exitCode: status.serving ? 0 : 1 };
};

function render(status: ReleaseStatus, { release }: Session, url: string | undefined): string {
  const { revision } = status;
  if (!revision) return `nothing is deployed as ${status.release} on the ${status.cluster}, namespace ${status.namespace}\n\nDeploy it:  ${release.command('deploy')}`;
  const rows = status.pods.map((pod) => [pod.name, pod.ready, pod.status, String(pod.restarts), pod.age, pod.image]);
  return [
    `${status.release} revision ${revision.number} (${revision.chart}, ${revision.status}) ${state(status)} on the ${status.cluster}, namespace ${status.namespace}`,
    '',
    renderTable(['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IMAGE'], rows),
    '',
    ...status.problems.map(({ workload, reason }) => `! ${workload} ${reason}`),
    ...policyLine(status),
    ...(revision.pending ? [`! somebody is changing this release, or was interrupted; ${release.command('deploy')} mends the latter`] : []),
    url ? `Open it:  ${url}` : `Open it:  ${release.command('open')}`,
  ].join('\n');
}

function state(status: ReleaseStatus): string {
  return status.serving ? 'serves' : 'does NOT serve';
}

function policyLine({ networkPolicy }: ReleaseStatus): readonly string[] {
  if (networkPolicy === 'enforced') return [];
  return [networkPolicy === 'unknown' ? '! whether this cluster enforces NetworkPolicy is not known' : '! this cluster does not enforce NetworkPolicy: pods reach each other freely'];
}
