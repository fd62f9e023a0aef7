import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImageName, NodeImages } from './node-images';
import type { SweepRequest } from './types';

/** Below that many, nobody is asked what is used: they share nearly all of their layers. */
const FEW = 20;
/** Milliseconds that an image stays after it was first seen without use: one that was just built is about to be. */
const GRACE = 60 * 60_000;

export interface Sweep extends SweepRequest {
  readonly images: NodeImages;
  /** Folder in which is kept since when images are known to be unused. */
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Removes what nobody has used for an hour, once there is much. @returns the names that were removed. */
export async function sweepImages({ images, state, now, removable, used }: Sweep): Promise<readonly string[]> {
  const all = await images.list();
  const ours = all.filter(({ name }) => removable(name));
  if (ours.length <= FEW) return [];
  const inUse = await used();
  const before = readSince(state);
  const unused = ours.filter(({ name }) => !inUse.has(name)).map((image) => ({ ...image, since: before.get(image.name) ?? now }));
  const old = unused.filter(({ since }) => now - since >= GRACE);
  if (old.length > 0) await images.remove(withOwnNames(old, all));
  writeSince(state, new Map(unused.filter((image) => !old.includes(image)).map(({ name, since }) => [name, since])));
  return old.map(({ name }) => name);
}

/** With the names that kubelet gave to the same images, unless they have another one that stays. */
function withOwnNames(removed: readonly ImageName[], all: readonly ImageName[]): string[] {
  const names = new Set(removed.map(({ name }) => name));
  const isOwn = ({ name }: ImageName): boolean => name.startsWith('sha256:');
  const kept = new Set(all.filter((image) => !isOwn(image) && !names.has(image.name)).map(({ digest }) => digest));
  const digests = new Set(removed.map(({ digest }) => digest).filter((digest) => !kept.has(digest)));
  return [...names, ...all.filter((image) => isOwn(image) && digests.has(image.digest)).map(({ name }) => name)];
}

const fileOf = (state: string): string => join(state, 'unused-images.json');
const sinceSchema = z.record(z.string(), z.number());

function readSince(state: string): ReadonlyMap<string, number> {
  try {
    return new Map(Object.entries(sinceSchema.parse(JSON.parse(readFileSync(fileOf(state), 'utf8')))));
  } catch {
    // Nothing is known yet, or no more: what is unused stays for another hour.
    return new Map();
  }
}

function writeSince(state: string, since: ReadonlyMap<string, number>): void {
  writeFileSync(fileOf(state), JSON.stringify(Object.fromEntries(since)));
}
