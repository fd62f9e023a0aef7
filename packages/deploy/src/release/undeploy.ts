import type { V1PersistentVolumeClaim, V1Secret } from '@kubernetes/client-node';
import { inStep, type Progress } from '@fairlead/runtime';
import pRetry from 'p-retry';
import type { KubeApi } from '../cluster/kube-api';
import { helmFault } from './helm-fault';
import { objectsOf, type ManifestObject } from './manifest';
import { refuseForeign } from './refuse-foreign';
import type { Release } from './release';
import { readRevisions, rewriteManifest, type Revision } from './revision';
import type { Session } from './session';
import { isTerminating, volumeTerminating } from './volume-terminating';

const POLL_MS = 500;

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
  /** Milliseconds to wait until deleted volumes are gone. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Removes the release and what Fairlead wrote beside it. The database's volume and password stay unless `deleteData`.
 * @throws FairleadError `RELEASE_FOREIGN`, with nothing removed, when the release of that name is another chart's;
 * `VOLUME_TERMINATING` when something still holds a deleted volume.
 */
export async function undeploy(session: Session, options: UndeployOptions): Promise<Undeployed> {
  const { lastingApi: api, release } = session;
  const revisions = await readRevisions(api, release);
  refuseForeign(revisions[0], release);
  const [newest] = revisions;
  const removed = newest !== undefined;
  if (newest && !options.deleteData) await keepPassword(session, newest);
  if (removed) await uninstall(session, options.progress);
  await options.assertHeld();
  const volumes = await databaseVolumes(api, release);
  // The password after the volumes: one that is left behind opens a new volume as well, but no volume opens without.
  if (options.deleteData) await removeVolumes(api, release, volumes);
  await removeSecrets(api, release, { keepDatabase: !options.deleteData });
  if (options.deleteData) await volumesGone(session, volumes, options);
  return { removed, volumes, dataDeleted: options.deleteData };
}

/** Helm removes what its manifest does not call kept, as a chart of plain Helm may not: a volume that stays needs its password. */
async function keepPassword(session: Session, newest: Revision): Promise<void> {
  const objects = objectsOf(newest.content().manifest);
  const others = objects.filter((object) => !isPassword(object, session.release) || object.metadata?.annotations?.['helm.sh/resource-policy'] === 'keep');
  if (others.length < objects.length) await rewriteManifest(session, newest, others.map((object) => JSON.stringify(object)).join('\n---\n'));
}

function isPassword({ kind, metadata }: ManifestObject, { databaseSecret }: Release): boolean {
  return kind === 'Secret' && metadata.name === databaseSecret;
}

/** Names of the volume claims that hold the data of the release. */
export async function databaseVolumes(api: KubeApi, release: Release): Promise<readonly string[]> {
  const query = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: release.namespace, labels: release.selector };
  return (await api.list<V1PersistentVolumeClaim>(query)).flatMap(({ metadata }) => metadata?.name ?? []);
}

async function uninstall(session: Session, progress: Progress): Promise<void> {
  const { release, helm } = session;
  const title = `Remove ${release.name} from namespace ${release.namespace}`;
  await inStep({ progress, title }, async () => (await helm()).uninstall(release.name)).catch((error: unknown) => {
    throw helmFault(error, session);
  });
}

async function removeSecrets(api: KubeApi, release: Release, { keepDatabase }: { readonly keepDatabase: boolean }): Promise<void> {
  const labels = `app.kubernetes.io/managed-by=fairlead,app.kubernetes.io/instance=${release.name}`;
  const secrets = await api.list<V1Secret>({ apiVersion: 'v1', kind: 'Secret', namespace: release.namespace, labels });
  for (const { metadata } of secrets) {
    const name = metadata?.name;
    if (!name || (keepDatabase && name === release.databaseSecret)) continue;
    await api.remove({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: release.namespace } });
  }
  // One that plain Helm had made does not carry our label.
  if (!keepDatabase) await api.remove({ apiVersion: 'v1', kind: 'Secret', metadata: { name: release.databaseSecret, namespace: release.namespace } });
}

async function removeVolumes(api: KubeApi, { namespace }: Release, volumes: readonly string[]): Promise<void> {
  for (const name of volumes) await api.remove({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace } });
}

/** A claim goes when the last pod that uses it has ended; until then nothing new can be made under its name. */
async function volumesGone({ lastingApi: api, release }: Session, volumes: readonly string[], options: UndeployOptions): Promise<void> {
  if (volumes.length === 0) return;
  const look = async (): Promise<void> => {
    const [left] = (await databaseVolumes(api, release)).filter((name) => volumes.includes(name));
    if (left) throw volumeTerminating(release, left);
  };
  const { progress, signal, waitMs } = options;
  const title = `Wait until its data is gone (${volumes.join(', ')})`;
  await inStep({ progress, title }, () => pRetry(look, { retries: Infinity, minTimeout: POLL_MS, factor: 1, maxRetryTime: waitMs, signal, shouldRetry: ({ error }) => isTerminating(error) }));
}
