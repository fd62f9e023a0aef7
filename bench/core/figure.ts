import { z } from 'zod';

const figureSchema = z.object({
  /** E.g. `npx projen, nothing changed`. */
  what: z.string(),
  unit: z.enum(['s', 'ms', 'MB', 'kB', 'x', 'count']),
  /** One for each run, in their order. */
  values: z.array(z.number()).min(1).readonly(),
  /** What the median should not exceed, in `unit`. Told, never enforced: machines differ. */
  aim: z.number().optional(),
  /** What a reader must know to judge it. */
  remark: z.string().optional(),
});

const missingSchema = z.object({
  what: z.string(),
  why: z.string(),
  /** Did it break, rather than being impossible here? */
  failed: z.literal(true).optional(),
});

/** What a case answers with. */
export const rowsSchema = z.array(z.union([figureSchema, missingSchema]));

/** One thing that was measured, with the value of each run. */
export type Figure = Readonly<z.infer<typeof figureSchema>>;
/** Something that should have been measured. */
export type Missing = Readonly<z.infer<typeof missingSchema>>;
export type Row = Figure | Missing;
export type Unit = Figure['unit'];

export const isMissing = (row: Row): row is Missing => 'why' in row;

/** Ends a case, or a part of it, that cannot be measured on this machine. */
export class NotMeasured extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotMeasured';
  }
}
