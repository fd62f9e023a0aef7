import { isMap, type Json } from './as-wanted';

/** One field that differs. `undefined` stands for one that is not there. */
export interface Difference {
  /** E.g. `spec.template.spec.containers[backend].image`. */
  readonly path: string;
  readonly live: Json;
  readonly wanted: Json;
}

/** Where two values of JSON differ, as deep as they can be told apart. Pure. */
export function differencesOf(live: Json, wanted: Json, path = ''): readonly Difference[] {
  if (isMap(live) && isMap(wanted)) {
    const keys = [...new Set([...Object.keys(live), ...Object.keys(wanted)])];
    return keys.flatMap((key) => differencesOf(live[key], wanted[key], path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(live) && Array.isArray(wanted)) {
    const paired = pair(live, wanted);
    if (paired) return paired.flatMap(({ key, before, after }) => differencesOf(before, after, `${path}[${key}]`));
  }
  return live === wanted ? [] : [{ path, live, wanted }];
}

interface Pair {
  readonly key: string | number;
  readonly before: Json;
  readonly after: Json;
}

/** By name where all items have one that is theirs alone, else by position; undefined where neither tells which is which. */
function pair(live: readonly Json[], wanted: readonly Json[]): readonly Pair[] | undefined {
  const before = byName(live);
  const after = byName(wanted);
  if (before && after && sameOrder(before, after)) return [...new Set([...before.keys(), ...after.keys()])].map((key) => ({ key, before: before.get(key), after: after.get(key) }));
  return live.length === wanted.length ? live.map((item, key) => ({ key, before: item, after: wanted[key] })) : undefined;
}

function byName(items: readonly Json[]): ReadonlyMap<string, Json> | undefined {
  const named = new Map(items.flatMap((item) => (isMap(item) && typeof item['name'] === 'string' ? [[item['name'], item] as const] : [])));
  return named.size === items.length && named.size > 0 ? named : undefined;
}

/** Another order is a difference too, which pairs by name would hide. */
function sameOrder(before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>): boolean {
  const common = (of: ReadonlyMap<string, Json>, other: ReadonlyMap<string, Json>): string => [...of.keys()].filter((key) => other.has(key)).join('\n');
  return common(before, after) === common(after, before);
}

const SHOWN = 60;

/** As a sentence, e.g. `spec.replicas is 2 instead of 1`. Long values, and all of `hidden` objects, are not shown. */
export function describe({ path, live, wanted }: Difference, hidden: boolean): string {
  if (wanted === undefined) return `${path} was added${suffix(live, hidden, ': ')}`;
  if (live === undefined) return `${path} is missing${suffix(wanted, hidden, ': ')}`;
  const values = [live, wanted].map((value) => tryShow(value, hidden));
  return values.includes(undefined) ? `${path} was changed` : `${path} is ${values.join(' instead of ')}`;
}

function suffix(value: Json, hidden: boolean, separator: string): string {
  const shown = tryShow(value, hidden);
  return shown === undefined ? '' : `${separator}${shown}`;
}

function tryShow(value: Json, hidden: boolean): string | undefined {
  if (hidden) return undefined;
  const text = typeof value === 'string' && /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value);
  return text.length > SHOWN ? undefined : text;
}
