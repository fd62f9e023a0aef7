import { createTwoFilesPatch } from 'diff';
import { dump } from 'js-yaml';
import { objectsOf } from './manifest';

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
  const old = textsOf(before);
  const wanted = textsOf(after);
  const names = [...new Set([...old.keys(), ...wanted.keys()])].sort();
  return names.flatMap((object) => {
    const left = old.get(object);
    const right = wanted.get(object);
    if (left === right) return [];
    const patch = createTwoFilesPatch(left === undefined ? '/dev/null' : object, right === undefined ? '/dev/null' : object, left ?? '', right ?? '', undefined, undefined, { context: 3 });
    return [{ object, change: left === undefined ? ('added' as const) : right === undefined ? ('removed' as const) : ('changed' as const), patch: withoutHead(patch) }];
  });
}

function textsOf(manifest: string): ReadonlyMap<string, string> {
  return new Map(objectsOf(manifest).map((object) => [`${object.kind}/${object.metadata.name}`, dump(object, { sortKeys: true, lineWidth: -1, noRefs: true })]));
}

// The library's first line is a rule of `=` that only makes sense between patches of files.
function withoutHead(patch: string): string {
  return patch.replace(/^=+\n/, '').trimEnd();
}
