export type Unit = 's' | 'ms' | 'MB' | 'kB' | 'x' | 'count';

/** One thing that was measured, with the value of each run. */
export interface Figure {
  /** E.g. `npx projen, nothing changed`. */
  readonly what: string;
  readonly unit: Unit;
  /** In the order of the runs; at least one. */
  readonly values: readonly number[];
  /** What the median should not exceed, in `unit`. Told, never enforced: machines differ. */
  readonly aim?: number;
  /** What a reader must know to judge it. */
  readonly remark?: string;
}

/** Something that should have been measured. */
export interface Missing {
  readonly what: string;
  readonly why: string;
  /** Did it break, rather than being impossible here? */
  readonly failed?: true;
}

export type Row = Figure | Missing;

export const isMissing = (row: Row): row is Missing => 'why' in row;

/** Ends a case, or a part of it, that cannot be measured on this machine. */
export class NotMeasured extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotMeasured';
  }
}
