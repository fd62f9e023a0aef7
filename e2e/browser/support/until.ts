import { expect } from '@jest/globals';

const PATIENCE_MS = 15_000;

/** Waits until `read` gives what is expected; at the end of its patience it fails as an assertion would. */
export async function until<T>(read: () => T | Promise<T>, expected: unknown): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const actual = await read();
    try {
      expect(actual).toEqual(expected);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }
}
