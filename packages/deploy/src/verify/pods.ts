import type { V1Pod } from '@kubernetes/client-node';
import type { RolloutSnapshot } from '../release/rollout/snapshot';
import { componentOf } from '../release/rollout/pod-problem';
import { isReady } from '../tunnel/ready-pods';
import { PROBE_LABEL } from './probe-pod';

/** One pod as the report shows it. */
export interface PodFact {
  readonly name: string;
  readonly component: string;
  readonly ready: boolean;
  readonly phase: string;
  readonly restarts: number;
  readonly node: string;
  /** One per container: the reference it was started with, and what the runtime says it runs. */
  readonly containers: readonly { readonly name: string; readonly image: string; readonly imageId: string }[];
  /** ISO time; empty while it has not started. */
  readonly startedAt: string;
}

/** The pods of a release that stay, by component and name; probes and pods that are leaving are left out. */
export function podFacts({ pods }: Pick<RolloutSnapshot, 'pods'>): readonly PodFact[] {
  return pods
    .filter((pod) => !pod.metadata?.deletionTimestamp && pod.metadata?.labels?.[PROBE_LABEL] === undefined && !isTest(pod))
    .map(podFact)
    .sort((a, b) => a.component.localeCompare(b.component) || a.name.localeCompare(b.name));
}

/** Pods that a Helm hook or a job left, which have ended and serve nothing. */
function isTest(pod: V1Pod): boolean {
  return pod.metadata?.annotations?.['helm.sh/hook'] !== undefined || (pod.metadata?.ownerReferences ?? []).some(({ kind }) => kind === 'Job');
}

function podFact(pod: V1Pod): PodFact {
  const { startTime, phase = 'Unknown' } = pod.status ?? {};
  return {
    name: pod.metadata?.name ?? '',
    component: componentOf(pod),
    ready: isReady(pod),
    phase,
    node: pod.spec?.nodeName ?? '',
    startedAt: startTime ? new Date(startTime).toISOString() : '',
    ...containerFacts(pod),
  };
}

function containerFacts(pod: V1Pod): Pick<PodFact, 'restarts' | 'containers'> {
  const statuses = pod.status?.containerStatuses ?? [];
  return {
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    containers: (pod.spec?.containers ?? []).map(({ name, image = '' }) => ({
      name,
      image,
      imageId: statuses.find((status) => status.name === name)?.imageID ?? '',
    })),
  };
}
