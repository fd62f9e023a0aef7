import { join } from 'node:path';
import { FairleadError } from '@fairlead/runtime';
import { z } from 'zod';
import { tryReadJsonFile, writeJsonFile } from './json-file';

const choiceSchema = z.object({
  /** What the Dockerfile names. */
  wanted: z.string(),
  /** What is built upon: the same, or a stand-in. */
  reference: z.string(),
  standIn: z.boolean(),
  sizeBytes: z.int().optional(),
  /** Of a stand-in, which was built here: what the store calls it. */
  image: z.object({ configDigest: z.string(), manifestDigest: z.string().optional(), indexDigest: z.string().optional() }).optional(),
});
/** Which base image a run builds upon. */
export type BaseChoice = z.infer<typeof choiceSchema>;

const pathOf = (root: string, environment: string): string => join(root, 'dist', 'receipts', environment, 'bases.json');

/** Written once by `image-store`, so that every image of a run is built upon the same bases. */
export function writeBaseChoices(root: string, environment: string, choices: readonly BaseChoice[]): void {
  writeJsonFile(pathOf(root, environment), choices);
}

/** The choices of an earlier run; none when there was no run, or one of another version. */
export function tryReadBaseChoices(root: string, environment: string): readonly BaseChoice[] {
  return tryReadJsonFile(pathOf(root, environment), z.array(choiceSchema)) ?? [];
}

/** @throws FairleadError `IMAGE_STORE_NOT_READY` when `image-store` has not run for this environment. */
export function readBaseChoice(root: string, environment: string, wanted: string): BaseChoice {
  const choice = tryReadBaseChoices(root, environment).find((one) => one.wanted === wanted);
  if (choice) return choice;
  throw new FairleadError({ code: 'IMAGE_STORE_NOT_READY', message: `nothing says yet what ${wanted} is built upon`, next: ['npx nx run-many -t image-store'] });
}
