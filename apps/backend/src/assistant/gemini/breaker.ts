import { AssistantError } from '../assistant';

const MOST_FAILURES = 5;
const OPEN_MS = 30_000;

/** Stops asking a service that is down: after some failures in a row nobody waits for it for a while. */
export interface Breaker {
  /** @throws AssistantError while it is open. */
  mustBeClosed(): void;
  succeeded(): void;
  failed(): void;
}

export function createBreaker(now: () => number = Date.now): Breaker {
  let failures = 0;
  let openUntil = 0;
  return {
    mustBeClosed: () => {
      if (now() < openUntil)
        throw new AssistantError('Gemini does not answer at the moment. Try again in half a minute.', {
          retryable: true,
        });
    },
    succeeded: () => {
      failures = 0;
    },
    failed: () => {
      failures += 1;
      // After the pause one request tries; when it fails as well, the next pause begins at once.
      if (failures >= MOST_FAILURES) openUntil = now() + OPEN_MS;
    },
  };
}
