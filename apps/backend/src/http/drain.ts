import type { Readable } from 'node:stream';
import { IMPORT_BYTES_MAX } from '@todo-chatbot/contracts';

/** More than any body that a proxy in front lets through. */
const MOST_BYTES = 2 * IMPORT_BYTES_MAX;
const MOST_MS = 5_000;

/**
 * Reads what is left of a body and forgets it. A refusal that goes out before closes the connection under whoever still
 * sends: a proxy then reports that instead of the refusal. What is endless, or too slow, is not waited for.
 */
export function drained(body: Readable): Promise<void> {
  if (body.readableEnded || body.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let left = MOST_BYTES;
    const count = (chunk: Buffer): void => {
      left -= chunk.length;
      if (left < 0) settle();
    };
    const settle = (): void => {
      clearTimeout(timer);
      body.off('data', count).off('end', settle).off('close', settle).off('error', settle);
      resolve();
    };
    const timer = setTimeout(settle, MOST_MS);
    body.on('data', count).on('end', settle).on('close', settle).on('error', settle).resume();
  });
}
