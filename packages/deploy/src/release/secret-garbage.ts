import type { V1Secret } from '@kubernetes/client-node';
import type { KubeApi } from '../cluster/kube-api';
import type { Release } from './release';
import { readRevisions } from './revision';
import { ENVIRONMENT_KIND } from './secret-store';

/** Removes the environment Secrets that no revision can go back to any more. @returns how many. */
export async function collectSecretGarbage(api: KubeApi, release: Release): Promise<number> {
  const labels = `app.kubernetes.io/managed-by=fairlead,app.kubernetes.io/instance=${release.name},fairlead.dev/kind=${ENVIRONMENT_KIND}`;
  const secrets = await api.list<V1Secret>({ apiVersion: 'v1', kind: 'Secret', namespace: release.namespace, labels });
  if (secrets.length < 2) return 0;
  const used = new Set((await readRevisions(api, release)).map((revision) => usedSecret(revision.content().values)));
  const unused = secrets.flatMap(({ metadata }) => (metadata?.name && !used.has(metadata.name) ? [metadata.name] : []));
  for (const name of unused) await api.remove({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: release.namespace } });
  return unused.length;
}

function usedSecret(values: Readonly<Record<string, unknown>>): unknown {
  const secrets = values['secrets'];
  return typeof secrets === 'object' && secrets !== null && 'existingSecret' in secrets ? secrets.existingSecret : undefined;
}
