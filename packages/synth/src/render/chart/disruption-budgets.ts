import type { Model } from '../../model/model';
import { manifests, renderManifest } from './helm-yaml';
import { chartNames, valueOf } from './names';

/** With one replica a budget would only block the node's maintenance. */
export function renderDisruptionBudgets(model: Model): string {
  const names = chartNames(model);
  return manifests(
    ...model.workloads.filter(({ runs }) => runs !== 'scheduled').map(({ name }) =>
      renderManifest(
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: names.metadata(name, name),
          spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: names.selector(name) } },
        },
        `gt (int ${valueOf(name, 'replicaCount')}) 1`,
      ),
    ),
  );
}
