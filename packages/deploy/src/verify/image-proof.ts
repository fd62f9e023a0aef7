import { matchesReceipt } from '../images/match-receipt';
import type { Receipt } from '../images/receipt';
import { CheckFailure } from './check-outcome';
import type { PodFact } from './pods';

/**
 * Proves that every container runs the image of its receipt. Pure.
 * @returns a remark.
 * @throws CheckFailure that names each pod which runs anything else.
 */
export function proveImages(pods: readonly PodFact[], receipts: ReadonlyMap<string, Receipt>): string {
  const faults = pods.flatMap((pod) => faultsOf(pod, receipts.get(pod.component)));
  const absent = [...receipts.keys()].filter((component) => !pods.some((pod) => pod.component === component));
  const all = [...faults, ...absent.map((component) => `${component}: was built, but no pod runs it`)];
  if (all.length > 0) throw new CheckFailure(`${all.length} of ${pods.length} pods ${all.length === 1 ? 'runs' : 'run'} something else`, all);
  return `${counted(pods.length, 'pod')}, ${counted(receipts.size, 'image')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function faultsOf(pod: PodFact, receipt: Receipt | undefined): string[] {
  if (!receipt) return [`${pod.name}: no receipt tells what ${pod.component} should run`];
  return pod.containers.filter((container) => !runs(container, receipt)).map(({ image, imageId }) => `${pod.name}: runs ${imageId || 'nothing yet'} (${image}), not ${wanted(receipt)}`);
}

function runs({ image, imageId }: PodFact['containers'][number], receipt: Receipt): boolean {
  // What the nodes pull was not built here: its reference is all that is known of it.
  if (!hasDigest(receipt)) return image === receipt.references.content && imageId !== '';
  return matchesReceipt(imageId, receipt);
}

function hasDigest({ configDigest, manifestDigest, indexDigest }: Receipt): boolean {
  return [configDigest, manifestDigest, indexDigest].some((digest) => digest !== undefined);
}

function wanted(receipt: Receipt): string {
  return `${receipt.configDigest ?? receipt.manifestDigest ?? receipt.indexDigest ?? ''} (${receipt.references.content})`.trimStart();
}
