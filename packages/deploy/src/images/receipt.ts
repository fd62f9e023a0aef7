import { join } from 'node:path';
import { z } from 'zod';
import { tryReadJsonFile, writeJsonFile } from './json-file';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** Proof of an image: what it was built from, and what a pod that runs it will report. */
export const receiptSchema = z.object({
  version: z.literal(1),
  /** Value key of the chart: a workload's name, or `postgres`. */
  component: z.string(),
  references: z.object({
    /** The one the config names, e.g. `todo-backend:v1`. */
    readable: z.string(),
    /** The one the release runs; never reused for other content. */
    content: z.string(),
  }),
  /** Over everything that goes in. */
  contentHash: z.string(),
  /** Absent for an image that the cluster's nodes pull themselves. */
  configDigest: digest.optional(),
  manifestDigest: digest.optional(),
  indexDigest: digest.optional(),
  /** Unpacked size in bytes, where the builder tells or it follows from the parts. */
  sizeBytes: z.int().optional(),
  contextBytes: z.int(),
  /** For people, e.g. `embedded cluster`. */
  store: z.string(),
  base: z.object({ reference: z.string(), standIn: z.string().optional() }).optional(),
  /** Was it there already, with the same content? */
  cached: z.boolean(),
});
export type Receipt = z.infer<typeof receiptSchema>;

const pathOf = (root: string, environment: string, component: string): string => join(root, 'dist', 'receipts', environment, `${component}.json`);

/** Replaces the receipt as a whole: a reader sees the old one or the new one. */
export function writeReceipt(root: string, environment: string, receipt: Receipt): void {
  writeJsonFile(pathOf(root, environment, receipt.component), receipt);
}

/** The receipt of an earlier run; undefined when there is none that this version can read. */
export function tryReadReceipt(root: string, environment: string, component: string): Receipt | undefined {
  return tryReadJsonFile(pathOf(root, environment, component), receiptSchema);
}
