import { headers } from '@todo-chatbot/contracts';
import { isTransient } from './api-error';
import { retryDelay } from './query-client';

const MOST_TRIES = 3;

/**
 * Does something again when its answer may have been lost on the way. All tries carry the same key, so that
 * the server does it once.
 * @throws what the last try threw.
 */
export async function once<T>(task: (header: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
  const header = { [headers.idempotencyKey]: newKey() };
  for (let tries = 1; ; tries += 1) {
    try {
      return await task(header);
    } catch (error) {
      if (tries === MOST_TRIES || !isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryDelay(tries - 1, error)));
    }
  }
}

/** `crypto.randomUUID` exists only where the page is secure; this works on plain HTTP as well. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
