import { createHash } from 'node:crypto';

// A label value has at most 63 characters.
const LENGTH = 32;

/** Hash of everything a revision is made of: two deploys with the same inputs would install the same. */
export function hashInputs(chart: Uint8Array, values: unknown): string {
  return createHash('sha256').update(chart).update('\0').update(canonical(values)).digest('hex').slice(0, LENGTH);
}

/** The same text for equal values, in whatever order their keys were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
