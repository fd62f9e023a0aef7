import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildRequest, ImageBuilder, StoredImage } from '../../src/images/builder';
import { digest } from './fake-runner';

export interface Seen extends BuildRequest {
  /** Files of the context as they were during the build: path to content and permission bits. */
  readonly files: Readonly<Record<string, { readonly text: string; readonly mode: number; readonly time: number }>>;
}

export interface FakeBuilder extends ImageBuilder {
  readonly builds: readonly Seen[];
  readonly deliveries: readonly string[];
  /** What the store holds: reference to config digest. A test may empty it. */
  readonly images: Map<string, string>;
}

/** A store in memory: every build makes another image. */
export function fakeBuilder(options: { readonly during?: () => void; readonly name?: string } = {}): FakeBuilder {
  const builds: Seen[] = [];
  const deliveries: string[] = [];
  const images = new Map<string, string>();
  return {
    name: options.name ?? 'fake store',
    builds,
    deliveries,
    images,
    has: (reference, { configDigest }) => Promise.resolve(images.get(reference) === configDigest),
    build: (request) => {
      options.during?.();
      builds.push({ ...request, files: filesOf(request.folder) });
      const configDigest = digest(builds.length.toString(16));
      for (const reference of request.references) images.set(reference, configDigest);
      const image: StoredImage = { configDigest, sizeBytes: 10 };
      return Promise.resolve(image);
    },
    deliver: ({ references, image }) => {
      deliveries.push(...references);
      return Promise.resolve(image);
    },
  };
}

function filesOf(folder: string): Seen['files'] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());
  const facts = (path: string): Seen['files'][string] => {
    const { mode, mtimeMs } = statSync(join(folder, path));
    return { text: readFileSync(join(folder, path), 'utf8'), mode: mode & 0o777, time: mtimeMs / 1000 };
  };
  return Object.fromEntries(paths.map((path) => [path, facts(path)]));
}
