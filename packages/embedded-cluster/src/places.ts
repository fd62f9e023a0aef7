import { existsSync } from 'node:fs';
// Renamed: bundles have a `createRequire` of their own at the top.
import { createRequire as requireFrom } from 'node:module';
import { dirname, join } from 'node:path';
import { FairleadError, fairleadHome } from '@fairlead/runtime';

/** Kubernetes, as its Go module is named; the programs report it. */
export const KUBERNETES_VERSION = 'v1.35.4';

/** The program that starts and stops a node, among those that are built. */
export const NODE_PROGRAM = 'fairlead-node';

export interface Places {
  readonly name: string;
  /** Everything that one cluster keeps. */
  readonly state: string;
  /** One folder per build, named by the hash of its sources. */
  readonly binaries: string;
  /** Parent of the states of all clusters. */
  readonly clusters: string;
  readonly root: string;
}

const NAME = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** @throws FairleadError `EMBEDDED_NAME` when the name could not be part of a path. */
export function placesFor(name = process.env['FAIRLEAD_CLUSTER_NAME'] ?? 'fairlead'): Places {
  if (!NAME.test(name)) {
    throw new FairleadError({
      code: 'EMBEDDED_NAME',
      message: `an embedded cluster cannot be named ${JSON.stringify(name)}`,
      next: ['use up to 32 lower-case letters, digits and hyphens'],
    });
  }
  const root = fairleadHome('embedded-cluster');
  const clusters = join(root, 'clusters');
  return { name, root, clusters, state: join(clusters, name), binaries: join(root, 'bin') };
}

/** The Go sources. Resolved as a package, since this code may run from inside another package's bundle. */
export function goSources(): string {
  const { resolve } = requireFrom(import.meta.url);
  const sources = join(dirname(resolve('@fairlead/embedded-cluster/package.json')), 'go');
  if (existsSync(sources)) return sources;
  throw new FairleadError({
    code: 'EMBEDDED_SOURCES_MISSING',
    message: `the Go sources of the embedded cluster are not at ${sources}`,
    next: ['npm ci'],
  });
}
