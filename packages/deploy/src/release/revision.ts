import { gunzipSync, gzipSync } from 'node:zlib';
import type { V1Secret } from '@kubernetes/client-node';
import type { KubeApi } from '../cluster/kube-api';
import type { Release } from './release';

/**
 * One revision, as Helm stores it in a Secret of the namespace.
 * @see https://helm.sh/docs/topics/advanced/#storage-backends
 */
export interface Revision {
  readonly number: number;
  /** `deployed`, `superseded`, `failed`, `pending-install`, `pending-upgrade`, `pending-rollback`, `uninstalling`, ... */
  readonly status: string;
  /** Name of the Secret. */
  readonly secret: string;
  /** What Fairlead noted: see `labels` below. */
  readonly labels: Readonly<Record<string, string>>;
  readonly changedAt: Date;
  /** Decoded on demand: it is big. */
  content(): RevisionContent;
}

export interface RevisionContent {
  readonly chart: { readonly name: string; readonly version: string };
  /** Values that were given, without the chart's defaults. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly manifest: string;
  readonly description: string;
}

/** Labels that Fairlead puts on the Secret of a revision. */
export const revisionLabels = {
  /** Hash of everything that the revision was made of. */
  inputs: 'fairlead.dev/inputs',
  /** `pending` until every pod served, then `served`. */
  rollout: 'fairlead.dev/rollout',
} as const;

/** All revisions, newest first; empty when there is no such release. */
export async function readRevisions(api: KubeApi, release: Release): Promise<readonly Revision[]> {
  const secrets = await api.list<V1Secret>({
    apiVersion: 'v1',
    kind: 'Secret',
    namespace: release.namespace,
    labels: `owner=helm,name=${release.name}`,
  });
  return secrets.map(toRevision).sort((a, b) => b.number - a.number);
}

export function isPending(revision: Revision): boolean {
  return revision.status.startsWith('pending-') || revision.status === 'uninstalling';
}

/** Did every pod of this revision serve once? Revisions of plain Helm, without our label, get the benefit of the doubt. */
export function hasServed(revision: Revision): boolean {
  const rollout = revision.labels[revisionLabels.rollout];
  const ended = revision.status === 'deployed' || revision.status === 'superseded';
  return ended && (rollout === undefined || rollout === 'served');
}

/** The newest revision below `number` that served: what to go back to. */
export function tryLastServing(revisions: readonly Revision[], number = Infinity): Revision | undefined {
  return revisions.find((revision) => revision.number < number && hasServed(revision));
}

/** Notes that every pod of the revision served. */
export async function markServed(api: KubeApi, release: Release, revision: Revision): Promise<void> {
  const ref = { apiVersion: 'v1', kind: 'Secret', metadata: { name: revision.secret, namespace: release.namespace } };
  await api.label(ref, { [revisionLabels.rollout]: 'served' });
}

function toRevision(secret: V1Secret): Revision {
  const labels = secret.metadata?.labels ?? {};
  const changed = Number(labels['modifiedAt'] ?? labels['createdAt']) * 1000;
  return {
    number: Number(labels['version']),
    status: labels['status'] ?? 'unknown',
    secret: secret.metadata?.name ?? '',
    labels,
    changedAt: Number.isNaN(changed) ? new Date(secret.metadata?.creationTimestamp ?? 0) : new Date(changed),
    content: () => decodeRevision(secret),
  };
}

interface HelmRelease {
  readonly chart?: { readonly metadata?: { readonly name?: string; readonly version?: string } };
  readonly config?: Readonly<Record<string, unknown>>;
  readonly manifest?: string;
  readonly info?: { readonly description?: string };
}

/** What is in the Secret of a revision. */
export function decodeRevision({ data }: V1Secret): RevisionContent {
  const release = unpack(data?.['release'] ?? '');
  const { name = '', version = '' } = release.chart?.metadata ?? {};
  return {
    chart: { name, version },
    values: release.config ?? {},
    manifest: release.manifest ?? '',
    description: release.info?.description ?? '',
  };
}

/** Writes another manifest into a revision, for what Helm is to know, or not to know, of it. */
export async function rewriteManifest({ lastingApi: api, release }: { readonly lastingApi: KubeApi; readonly release: Release }, revision: Revision, manifest: string): Promise<void> {
  const secret = await api.tryRead<V1Secret>({ apiVersion: 'v1', kind: 'Secret', metadata: { name: revision.secret, namespace: release.namespace } });
  if (secret) await api.replace(withManifest(secret, manifest));
}

function withManifest(secret: V1Secret, manifest: string): V1Secret {
  const release = JSON.stringify({ ...unpack(secret.data?.['release'] ?? ''), manifest });
  const packed = Buffer.from(gzipSync(release).toString('base64'), 'latin1').toString('base64');
  return { ...secret, data: { ...secret.data, release: packed } };
}

function unpack(text: string): HelmRelease {
  // Kubernetes encodes the value in base64, and Helm has done so before, around gzip.
  const packed = Buffer.from(Buffer.from(text, 'base64').toString('latin1'), 'base64');
  return JSON.parse(gunzipSync(packed).toString('utf8')) as HelmRelease;
}
