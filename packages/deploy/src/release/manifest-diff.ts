import { createTwoFilesPatch } from 'diff';
import { dump, loadAll } from 'js-yaml';

/** What becomes of one object of the release. */
export interface ObjectDiff {
  /** E.g. `Deployment/todo-chatbot-backend`. */
  readonly object: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Unified diff of its YAML, keys sorted. */
  readonly patch: string;
}

/** Compares two manifests object by object; what is equal is left out. */
export function diffManifests(before: string, after: string): readonly ObjectDiff[] {
  const old = objectsOf(before);
  const wanted = objectsOf(after);
  const names = [...new Set([...old.keys(), ...wanted.keys()])].sort();
  return names.flatMap((object) => {
    const left = old.get(object);
    const right = wanted.get(object);
    if (left === right) return [];
    const patch = createTwoFilesPatch(left === undefined ? '/dev/null' : object, right === undefined ? '/dev/null' : object, left ?? '', right ?? '', undefined, undefined, { context: 3 });
    return [{ object, change: left === undefined ? ('added' as const) : right === undefined ? ('removed' as const) : ('changed' as const), patch: withoutHead(patch) }];
  });
}

function objectsOf(manifest: string): ReadonlyMap<string, string> {
  const objects = loadAll(manifest).filter(isObject);
  return new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, dump(object, { sortKeys: true, lineWidth: -1, noRefs: true })]));
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function isObject(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;
}

// The library's first line is a rule of `=` that only makes sense between patches of files.
function withoutHead(patch: string): string {
  return patch.replace(/^=+\n/, '').trimEnd();
}
