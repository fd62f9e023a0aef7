import type { KubernetesObject } from '@kubernetes/client-node';
import { loadAll } from 'js-yaml';
import type { KubeApi } from '../cluster/kube-api';

interface Workload extends KubernetesObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly name: string; readonly image?: string }[] } };
  };
}

/** What differs between a release's manifest and the cluster, e.g. `Service x is missing`; empty when nothing does. */
export async function findDrift(api: KubeApi, manifest: string, namespace: string): Promise<readonly string[]> {
  const objects = loadAll(manifest).filter(isObject);
  const found = await Promise.all(
    objects.map(async (wanted) => {
      const { apiVersion, kind } = wanted;
      const name = wanted.metadata.name;
      const live = await api.tryRead<Workload>({ apiVersion, kind, metadata: { name, namespace: wanted.metadata.namespace ?? namespace } });
      return live ? compare(wanted, live) : [`${kind} ${name} is missing`];
    }),
  );
  return found.flat();
}

type Manifest = Workload & { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string; readonly namespace?: string } };

function isObject(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value && 'metadata' in value;
}

function compare(wanted: Manifest, live: Workload): string[] {
  const what = `${wanted.kind} ${wanted.metadata.name}`;
  const replicas = wanted.spec?.replicas;
  const scaled = replicas !== undefined && live.spec?.replicas !== replicas;
  const images = (wanted.spec?.template?.spec?.containers ?? []).filter(({ name, image }) => liveImage(live, name) !== image);
  return [
    ...(scaled ? [`${what} has ${live.spec?.replicas} replicas instead of ${replicas}`] : []),
    ...images.map(({ name, image }) => `${what} runs ${liveImage(live, name)} instead of ${image}`),
  ];
}

function liveImage(live: Workload, container: string): string | undefined {
  return live.spec?.template?.spec?.containers?.find(({ name }) => name === container)?.image;
}
