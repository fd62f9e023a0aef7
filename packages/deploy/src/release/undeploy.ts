import type { V1PersistentVolumeClaim, V1Secret } from '@kubernetes/client-node';
import type { Progress } from '@fairlead/runtime';
import type { KubeApi } from '../cluster/kube-api';
import { helmFault } from './helm-fault';
import { refuseForeign } from './refuse-foreign';
import type { Release } from './release';
import { readRevisions } from './revision';
import type { Session } from './session';

export interface Undeployed {
  /** Was there a release? */
  readonly removed: boolean;
  /** Volumes of the database, kept or removed. */
  readonly volumes: readonly string[];
  readonly dataDeleted: boolean;
}

export interface UndeployOptions {
  readonly deleteData: boolean;
  readonly progress: Progress;
  /** See `DeployLock`. */
  readonly assertHeld: () => Promise<void>;
}

/**
 * Removes the release and what Fairlead wrote beside it. The database's volume and password stay unless `deleteData`.
 * @throws FairleadError `RELEASE_FOREIGN`, with nothing removed, when the release of that name is another chart's.
 */
export async function undeploy(session: Session, options: UndeployOptions): Promise<Undeployed> {
  const { lastingApi: api, release } = session;
  const revisions = await readRevisions(api, release);
  refuseForeign(revisions[0], release);
  const removed = revisions.length > 0;
  if (removed) await uninstall(session, options.progress);
  await options.assertHeld();
  const volumes = await databaseVolumes(api, release);
  await removeSecrets(api, release, { keepDatabase: !options.deleteData });
  if (options.deleteData) await removeVolumes(api, release, volumes);
  return { removed, volumes, dataDeleted: options.deleteData };
}

/** Names of the volume claims that hold the data of the release. */
export async function databaseVolumes(api: KubeApi, release: Release): Promise<readonly string[]> {
  const query = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: release.namespace, labels: release.selector };
  return (await api.list<V1PersistentVolumeClaim>(query)).flatMap(({ metadata }) => metadata?.name ?? []);
}

async function uninstall({ release, helm }: Session, progress: Progress): Promise<void> {
  const step = progress.step(`Remove ${release.name} from namespace ${release.namespace}`);
  try {
    await (await helm()).uninstall(release.name);
    step.done();
  } catch (error) {
    step.fail();
    throw helmFault(error, release);
  }
}

async function removeSecrets(api: KubeApi, release: Release, { keepDatabase }: { readonly keepDatabase: boolean }): Promise<void> {
  const labels = `app.kubernetes.io/managed-by=fairlead,app.kubernetes.io/instance=${release.name}`;
  const secrets = await api.list<V1Secret>({ apiVersion: 'v1', kind: 'Secret', namespace: release.namespace, labels });
  for (const { metadata } of secrets) {
    const name = metadata?.name;
    if (!name || (keepDatabase && name === release.databaseSecret)) continue;
    await api.remove({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: release.namespace } });
  }
}

async function removeVolumes(api: KubeApi, { namespace }: Release, volumes: readonly string[]): Promise<void> {
  for (const name of volumes) await api.remove({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace } });
}
