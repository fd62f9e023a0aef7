import type { V1Pod } from '@kubernetes/client-node';
import type { CommandContext } from '../commands/context';
import { matchesReceipt } from '../images/match-receipt';
import { tryReadReceipt } from '../images/receipt';
import { podRow, type PodRow } from './pods-table';
import { lastingComponentsOf } from './receipts';
import { hasServed, isPending, readRevisions, revisionLabels, type Revision } from './revision';
import { judgeRollout } from './rollout/judge';
import { componentOf } from './rollout/pod-problem';
import type { Problem } from './rollout/problem';
import { readSnapshot } from './rollout/snapshot';
import type { Session } from './session';

/** Does a pod run the image that was built last on this machine? */
export type ImageState = 'as built' | 'other than built' | 'not built here';

export interface PodStatus extends PodRow {
  readonly component: string;
  readonly image: ImageState;
}

export interface ReleaseStatus {
  readonly release: string;
  readonly namespace: string;
  readonly cluster: string;
  /** undefined when nothing is deployed. */
  readonly revision: RevisionStatus | undefined;
  readonly serving: boolean;
  readonly problems: readonly Problem[];
  readonly pods: readonly PodStatus[];
  readonly networkPolicy: 'enforced' | 'not enforced' | 'unknown';
}

interface RevisionStatus {
  readonly number: number;
  /** Helm's word for it. */
  readonly status: string;
  readonly chart: string;
  readonly changedAt: string;
  /** Did every pod of it serve once? */
  readonly served: boolean;
  /** Is somebody changing it, or was somebody interrupted? */
  readonly pending: boolean;
}

/** What runs. Changes nothing. */
export async function readStatus(context: CommandContext, session: Session): Promise<ReleaseStatus> {
  const { api, release, cluster } = session;
  const [[newest], snapshot] = await Promise.all([readRevisions(api, release), readSnapshot(api, release)]);
  const now = Date.now();
  const verdict = judgeRollout(snapshot, { components: lastingComponentsOf(context.plan), now, unschedulableGraceMs: 0 });
  return {
    release: release.name,
    namespace: release.namespace,
    cluster: cluster.name,
    revision: newest && revisionStatus(newest),
    serving: newest !== undefined && verdict.state === 'ready',
    problems: newest ? verdict.problems : [],
    pods: snapshot.pods.map((pod) => ({ ...podRow(pod, now), component: componentOf(pod), image: imageState(context, pod) })),
    networkPolicy: policy(cluster.capabilities.enforcesNetworkPolicy),
  };
}

function revisionStatus(revision: Revision): RevisionStatus {
  const { chart } = revision.content();
  return {
    number: revision.number,
    status: revision.status,
    chart: `${chart.name} ${chart.version}`,
    changedAt: revision.changedAt.toISOString(),
    served: hasServed(revision) && revision.labels[revisionLabels.rollout] !== undefined,
    pending: isPending(revision),
  };
}

function imageState({ root, environment }: CommandContext, pod: V1Pod): ImageState {
  const receipt = tryReadReceipt(root, environment.name, componentOf(pod));
  if (!receipt) return 'not built here';
  const ids = (pod.status?.containerStatuses ?? []).map(({ imageID }) => imageID).filter(Boolean);
  return ids.some((id) => matchesReceipt(id, receipt)) ? 'as built' : 'other than built';
}

function policy(enforces: boolean | 'unknown'): ReleaseStatus['networkPolicy'] {
  if (enforces === 'unknown') return 'unknown';
  return enforces ? 'enforced' : 'not enforced';
}
