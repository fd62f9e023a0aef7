/** Where a todo goes: between which two, and behind which it was, should it have to go back. */
export interface Place {
  readonly after: string | null;
  readonly before: string | null;
  readonly previous: string | null;
}

/**
 * The place before row number `gap` of a list (its length means the end), for a todo that is in that list.
 * Undefined where it stands already.
 */
export function placeOf(rows: readonly { readonly id: string }[], id: string, gap: number): Place | undefined {
  const from = rows.findIndex((row) => row.id === id);
  if (from === -1 || gap === from || gap === from + 1) return undefined;
  return { after: rows[gap - 1]?.id ?? null, before: rows[gap]?.id ?? null, previous: rows[from - 1]?.id ?? null };
}

/** One row up or down; undefined at the edge. */
export function stepOf(rows: readonly { readonly id: string }[], id: string, step: -1 | 1): Place | undefined {
  const from = rows.findIndex((row) => row.id === id);
  const gap = step === -1 ? from - 1 : from + 2;
  return from === -1 || gap < 0 || gap > rows.length ? undefined : placeOf(rows, id, gap);
}
