import { AssistantError } from '../assistant';

/**
 * Passes chunks on, and gives up when none comes for `idleMs`: a stream may stand still for ever without ending.
 * @throws AssistantError after calling `onIdle`, which ends the request.
 */
export async function* withoutStandstill<T>(
  chunks: AsyncIterable<T>,
  idleMs: number,
  onIdle: () => void,
): AsyncGenerator<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = await beforeIdle(iterator.next(), idleMs, onIdle);
    if (next.done) return;
    yield next.value;
  }
}

/** @throws AssistantError when `work` takes longer than `idleMs`. */
export async function beforeIdle<T>(work: Promise<T>, idleMs: number, onIdle: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AssistantError('Gemini took too long. Try again in a moment.', { retryable: true, cause: 'idle' }));
      onIdle();
    }, idleMs);
  });
  // Ending the request makes the work fail, too; that is no news.
  work.catch(() => undefined);
  return Promise.race([work, idle]).finally(() => clearTimeout(timer));
}
