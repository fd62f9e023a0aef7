import { join } from 'node:path';
import type { Runner } from '@fairlead/runtime';

/** One name in the node's image store, and what it stands for. Kubelet adds a name `sha256:...` for each image. */
export interface ImageName {
  readonly name: string;
  readonly digest: string;
}

export interface NodeImages {
  list(): Promise<readonly ImageName[]>;
  /** Removes the names, and what only they stood for; those that are gone already are fine. */
  remove(names: readonly string[]): Promise<void>;
}

/** Where containerd listens inside of the node; `ContainerdSocket` of `go/node/internal/layout`. */
const SOCKET = '/run/containerd/containerd.sock';
const NAMESPACE = 'k8s.io';

/** The image store of a running node, seen through its first process. Needs Debian's `ctr`, which is part of containerd. */
export function nodeImages(run: Runner, initPid: number): NodeImages {
  const images = ['--address', join(`/proc/${initPid}/root`, SOCKET), '--namespace', NAMESPACE, 'images'];
  return {
    list: async () => parseImages((await run('ctr', [...images, 'list'])).stdout),
    // It says of each that is gone that it is, and ends with 1.
    remove: async (names) => void (await run('ctr', [...images, 'remove', ...names], { okCodes: [0, 1] })),
  };
}

/** Reads the table of `ctr images list`: name, type and digest come first. */
export function parseImages(table: string): readonly ImageName[] {
  return table.split('\n').slice(1).flatMap((line) => {
    const [name, , digest] = line.split(/\s+/);
    return name && digest ? [{ name, digest }] : [];
  });
}
