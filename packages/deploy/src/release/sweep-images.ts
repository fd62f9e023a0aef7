import type { V1Pod, V1Secret } from '@kubernetes/client-node';
import type { Plan } from '@fairlead/plan';
import type { ImageStore } from '../cluster/cluster';
import type { KubeApi } from '../cluster/kube-api';
import { namedByContent } from '../images/content-hash';
import { qualified } from '../tools/buildctl';
import { decodeRevision } from './revision';

/**
 * Removes images of the app that no pod runs and no release can go back to, from a store that is the cluster's own.
 * Whatever any release of the cluster keeps in its history stays: it may be another environment of the same app.
 */
export async function sweepImages({ workloads }: Plan, store: ImageStore, api: KubeApi): Promise<void> {
  if (store.kind !== 'buildkit') return;
  const repositories = new Set(workloads.map(({ image }) => qualified(image.repository)));
  const removable = (name: string): boolean => namedByContent(name).includes(name) && repositories.has(name.slice(0, name.lastIndexOf(':')));
  await store.sweep?.({ removable, used: () => usedImages(api) });
}

async function usedImages(api: KubeApi): Promise<ReadonlySet<string>> {
  const [pods, revisions] = await Promise.all([
    api.list<V1Pod>({ apiVersion: 'v1', kind: 'Pod' }),
    api.list<V1Secret>({ apiVersion: 'v1', kind: 'Secret', labels: 'owner=helm' }),
  ]);
  const texts = [...pods.map(({ spec }) => JSON.stringify(spec)), ...revisions.map((secret) => decodeRevision(secret).manifest)];
  return new Set(texts.flatMap(namedByContent).map(qualified));
}
