import { faultAt, type Fault } from '../config-error';

/** Every item whose value an earlier one has. */
export function duplicates(items: readonly { readonly path: string; readonly value: string }[], what: string): Fault[] {
  const first = new Map<string, string>();
  return items.flatMap(({ path, value }) => {
    const owner = first.get(value);
    if (owner === undefined) first.set(value, path);
    return owner === undefined ? [] : [faultAt(path, `expected ${what} of its own; ${owner} has it`, value)];
  });
}
