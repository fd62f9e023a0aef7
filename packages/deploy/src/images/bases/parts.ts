import { createHash } from 'node:crypto';
import { z } from 'zod';

const partSchema = z.discriminatedUnion('source', [
  z.object({ source: z.literal('debian'), name: z.string(), version: z.string(), sha256: z.string() }),
  z.object({ source: z.literal('npm'), name: z.string(), version: z.string(), integrity: z.string(), stripped: z.boolean() }),
]);

/** One package that a stand-in was made of, with its exact version and bytes. */
export type Part = z.infer<typeof partSchema>;

export const assemblySchema = z.object({
  /** Names the content: recipe and exact parts. */
  hash: z.string(),
  /** Bytes of all files. */
  bytes: z.int(),
  parts: z.array(partSchema),
});

/** What is recorded beside an assembled stand-in. */
export type Assembly = z.infer<typeof assemblySchema>;

/** Twelve hex digits that name a recipe together with the exact parts it was filled with. */
export function partsHash(recipe: string, parts: readonly Part[]): string {
  return createHash('sha256').update(JSON.stringify([recipe, parts])).digest('hex').slice(0, 12);
}
