import type { Receipt } from './receipt';

const DIGEST = /sha256:[0-9a-f]{64}/;

/**
 * Is the `imageID` that a pod reports the image of this receipt? Runtimes report different things: containerd the
 * config digest of what was built into its store, and `repository@<manifest or index digest>` of what it pulled;
 * Docker the config digest as `docker://sha256:...`, and `docker-pullable://repository@sha256:...`.
 */
export function matchesReceipt(imageId: string, receipt: Receipt): boolean {
  const reported = DIGEST.exec(imageId)?.[0];
  if (reported === undefined) return false;
  return [receipt.configDigest, receipt.manifestDigest, receipt.indexDigest].includes(reported);
}
