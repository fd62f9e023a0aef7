import type { KubernetesObject } from '@kubernetes/client-node';
import type { Progress } from '@fairlead/runtime';
import { objectsOf, type ManifestObject } from './manifest';
import { replacingStatefulSets } from './replace-stateful-set';
import { readRevisions, rewriteManifest, type Revision } from './revision';
import type { Session } from './session';

interface Rollback extends Pick<Session, 'lastingApi' | 'release' | 'helm'> {
  readonly progress: Progress;
  /** Revision to go back to. */
  readonly number: number;
  /** See `DeployLock`. */
  readonly note: (revision: number) => Promise<void>;
}

/**
 * Goes back with Helm, which refuses objects of the earlier revision that are there although the newest does not have
 * them. The password that plain Helm had made is one: it was kept when a deploy took the release over.
 */
export async function rollBackWithHelm({ number, note, ...session }: Rollback): Promise<void> {
  const { lastingApi, release, progress } = session;
  const revisions = await readRevisions(lastingApi, release);
  const target = revisions.find((revision) => revision.number === number);
  const [newest] = revisions;
  if (newest && target) await addKept(session, newest, target);
  const helm = await session.helm();
  const next = (newest?.number ?? 0) + 1;
  await note(next);
  await replacingStatefulSets({ lastingApi, release, progress, change: () => helm.rollback(release.name, number), beforeAgain: () => note(next + 1) });
}

/**
 * Writes what was kept into the manifest of the newest revision, where Helm looks for it. Nothing is taken away for it,
 * so that no moment is without the only copy of a password, and a next upgrade keeps it as before.
 */
async function addKept(session: Pick<Session, 'lastingApi' | 'release'>, newest: Revision, target: Revision): Promise<void> {
  const { lastingApi: api, release } = session;
  const { manifest } = newest.content();
  const known = new Set(objectsOf(manifest).map(keyOf));
  const unknown = objectsOf(target.content().manifest).filter((object) => !known.has(keyOf(object)));
  const live = await Promise.all(unknown.map((object) => api.tryRead<KubernetesObject>({ ...object, metadata: { name: object.metadata.name, namespace: release.namespace } })));
  const kept = unknown.filter((_, index) => live[index]?.metadata?.annotations?.['meta.helm.sh/release-name'] === release.name);
  if (kept.length === 0) return;
  await rewriteManifest(session, newest, [manifest, ...kept.map((object) => JSON.stringify(object))].join('\n---\n'));
}

function keyOf({ kind, metadata }: ManifestObject): string {
  return `${kind}/${metadata.name}`;
}
