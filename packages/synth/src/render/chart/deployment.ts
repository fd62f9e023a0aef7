import type { BackgroundWorkload, Model, Server } from '../../model/model';
import { expr, renderManifest, type HelmMap } from './helm-yaml';
import { chartNames, valueOf, type ChartNames } from './names';
import { podTemplate } from './pod';

export function renderDeployment(workload: Server | BackgroundWorkload, model: Model): string {
  const names = chartNames(model);
  const { name } = workload;
  return renderManifest({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: names.metadata(name, name),
    spec: {
      replicas: expr(valueOf(name, 'replicaCount')),
      revisionHistoryLimit: 5,
      progressDeadlineSeconds: 300,
      ...settling(workload),
      // The old pods serve until the new ones do.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: expr(valueOf(name, 'maxSurge')) } },
      selector: { matchLabels: names.selector(name) },
      template: podTemplate(workload, model, spread(name, names)),
    },
  });
}

/** Nobody asks a worker whether it is ready, so it has to last before it counts: one that crashes at once does not. */
function settling({ runs }: Server | BackgroundWorkload): HelmMap {
  return runs === 'background' ? { minReadySeconds: 5 } : {};
}

function spread(name: string, names: ChartNames): HelmMap {
  const apart: HelmMap = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: names.selector(name) } };
  return {
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: apart }] } },
    topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', ...apart }],
  };
}
