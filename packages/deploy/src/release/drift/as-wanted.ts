/** A value of JSON. */
export type Json = unknown;

/**
 * Is every field that is wanted there, with that value? What the server adds, such as a default, is no difference;
 * whether an equal value that is written otherwise is the same, only the server knows. Pure.
 */
export function isAsWanted(wanted: Json, live: Json): boolean {
  if (isEmpty(wanted)) return isEmpty(live) || isMap(wanted);
  if (Array.isArray(wanted)) return Array.isArray(live) && live.length === wanted.length && wanted.every((item, index) => isAsWanted(item, live[index]));
  if (isMap(wanted)) return isMap(live) && Object.entries(wanted).every(([key, value]) => isAsWanted(value, live[key]));
  return wanted === live;
}

/** Helm by the name of its program, and controllers that write beside the manifest: revision numbers, the volume of a claim. */
const OWN = /^(?:helm.*|kube-controller-manager|kube-scheduler)$/;

interface ManagedEntry {
  readonly manager?: string;
  readonly subresource?: string;
}

/** Did nobody else set anything in it? Helm and the controllers of Kubernetes do; status and scale are no fields of a manifest. */
export function isOnlyOfHelm(managedFields: readonly ManagedEntry[]): boolean {
  return managedFields.every(({ manager = '', subresource }) => subresource !== undefined || OWN.test(manager));
}

export function isMap(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the server does not store at all. */
function isEmpty(value: Json): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
