import { apply, eventually, type Api } from './api';

const NAMESPACE = '/namespaces/torture';

// The one image that is in every cluster; it is all that is needed to have sandboxes, cables, mounts and cgroups around.
const IMAGE = 'fairlead.local/pause:1';
const REPLICAS = 2;

const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
};

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'pause' },
  spec: {
    replicas: REPLICAS,
    selector: { matchLabels: { app: 'pause' } },
    template: {
      metadata: { labels: { app: 'pause' } },
      spec: {
        containers: [{ name: 'pause', image: IMAGE, imagePullPolicy: 'Never', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
        volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
      },
    },
  },
};

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'pause' },
  spec: { type: 'NodePort', selector: { app: 'pause' }, ports: [{ port: 80, targetPort: 8080 }] },
};

/** Applies the same objects each time; those of earlier rounds come back by themselves. */
export async function deployPods(api: Api): Promise<void> {
  await eventually('the objects', async () => {
    await apply(api, '/api/v1/namespaces/torture', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'torture' } });
    await apply(api, `/api/v1${NAMESPACE}/persistentvolumeclaims/data`, claim);
    await apply(api, `/apis/apps/v1${NAMESPACE}/deployments/pause`, deployment);
    await apply(api, `/api/v1${NAMESPACE}/services/pause`, service);
  });
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
    readonly status: { readonly phase: string; readonly containerStatuses?: readonly { readonly ready: boolean }[] };
  }[];
}

/**
 * Proves that everything works together: each pod is deleted, and controllers, scheduler, kubelet and containerd
 * have to make another one. Pods that merely look ready may be what was stored before the kill.
 */
export async function replacePods(api: Api): Promise<void> {
  const old = new Set((await pods(api)).items.map(({ metadata }) => metadata.name));
  await eventually('deleting the pods', async () => {
    const { status } = await api('DELETE', `/api/v1${NAMESPACE}/pods?gracePeriodSeconds=1`);
    if (status !== 200) throw new Error(`answered ${status}`);
  });
  await eventually('new pods', async () => {
    const ready = (await pods(api)).items.filter(({ metadata, status }) =>
      !old.has(metadata.name) && !metadata.deletionTimestamp && status.containerStatuses?.every((container) => container.ready));
    if (ready.length !== REPLICAS) throw new Error(`${ready.length} are ready`);
  });
}

async function pods(api: Api): Promise<PodList> {
  const { status, body } = await api('GET', `/api/v1${NAMESPACE}/pods`);
  if (status !== 200) throw new Error(`pods: ${status}`);
  return body as PodList;
}
