import { ApiError } from '../../cluster/api-error';
import type { KubeApi, ObjectRef } from '../../cluster/kube-api';
import type { PlainObject } from '../../cluster/object-api';
import { objectsOf, type ManifestObject } from '../manifest';
import { isAsWanted, isOnlyOfHelm } from './as-wanted';
import { describe, differencesOf, type Difference } from './differences';

/** What differs between a release's manifest and the cluster. */
export interface Drift {
  /** What another install of the manifest would put back, e.g. `Deployment x: spec.replicas is 2 instead of 1`. */
  readonly mendable: readonly string[];
  /** What the server does not let be put back, with its reason. */
  readonly lasting: readonly string[];
}

/**
 * Compares every object of a manifest with what the cluster has. An object that has all the fields of the manifest, and
 * that nobody but Helm has written to, is as it should be. Of any other, the server is asked what an apply of the
 * manifest would change: it alone knows its defaults, which values are the same, and what lists are merged or replaced.
 * Fields beside the manifest stay with whoever set them, as Helm leaves them.
 */
export async function findDrift(api: KubeApi, manifest: string, namespace: string): Promise<Drift> {
  const objects = objectsOf(manifest).map((object) => inNamespace(object, namespace));
  const found = await Promise.all(objects.map((wanted) => compare(api, wanted)));
  return { mendable: found.flatMap(({ mendable }) => mendable), lasting: found.flatMap(({ lasting }) => lasting) };
}

const NONE: Drift = { mendable: [], lasting: [] };

async function compare(api: KubeApi, wanted: ManifestObject): Promise<Drift> {
  const what = `${wanted.kind} ${wanted.metadata.name}`;
  const live = await api.tryReadPlain(refOf(wanted));
  if (!live) return { ...NONE, mendable: [`${what} is missing`] };
  const { deletionTimestamp, managedFields = [] } = live.metadata ?? {};
  if (deletionTimestamp) return { ...NONE, lasting: [`${what} is being deleted`] };
  if (isAsWanted(wanted, live) && isOnlyOfHelm(managedFields)) return NONE;
  try {
    return { ...NONE, mendable: sentences(what, await askServer(api, wanted, live), wanted.kind === 'Secret') };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === undefined || error.status >= 500) throw error;
    return { ...NONE, lasting: [`${what}: ${error.message}`] };
  }
}

/** Controllers may write between two questions, and what came between them is no drift. */
const MOST_ROUNDS = 3;

/** What an apply of the manifest would change. */
async function askServer(api: KubeApi, wanted: ManifestObject, first: PlainObject): Promise<readonly Difference[]> {
  for (let round = 1, live = first; ; round += 1, live = (await api.tryReadPlain(refOf(wanted))) ?? live) {
    const predicted = await api.preview(wanted);
    const differences = differencesOf(comparable(live), comparable(predicted));
    const isSameVersion = live.metadata?.resourceVersion === predicted.metadata?.resourceVersion;
    if (differences.length === 0 || isSameVersion || round === MOST_ROUNDS) return differences;
  }
}

const MOST_TOLD = 3;

function sentences(what: string, differences: readonly Difference[], hidden: boolean): readonly string[] {
  const told = differences.slice(0, MOST_TOLD).map((difference) => `${what}: ${describe(difference, hidden)}`);
  const more = differences.length - told.length;
  return more > 0 ? [...told, `${what}: ${more} more field${more === 1 ? '' : 's'}`] : told;
}

/** Without what the server keeps for itself. */
function comparable({ metadata, ...fields }: PlainObject): Readonly<Record<string, unknown>> {
  const { labels, annotations } = metadata ?? {};
  return { ...fields, status: undefined, metadata: { labels, annotations } };
}

function inNamespace(object: ManifestObject, namespace: string): ManifestObject {
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } };
}

function refOf({ apiVersion, kind, metadata: { name, namespace } }: ManifestObject): ObjectRef {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}
