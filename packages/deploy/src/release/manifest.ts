import { loadAll } from 'js-yaml';
import type { ObjectRef, PlainObject } from '../cluster/object-api';

/** One object of a manifest. */
export type ManifestObject = PlainObject & ObjectRef;

/** The objects of a manifest that Helm stored, read as Helm does: of a key that is there twice, the last counts. */
export function objectsOf(manifest: string): readonly ManifestObject[] {
  return loadAll(manifest, { json: true }).filter(isObject);
}

function isObject(value: unknown): value is ManifestObject {
  const { apiVersion, kind, metadata } = (value ?? {}) as Partial<ManifestObject>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}
