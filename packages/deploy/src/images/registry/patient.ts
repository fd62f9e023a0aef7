import { setTimeout as delay } from 'node:timers/promises';
import type { RegistryAnswer, RegistryClient } from './client';

export interface PatienceOptions {
  /** Milliseconds to wait. Default: by the clock. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1, so that many who wait do not come back at once. Default: `Math.random`. */
  readonly random?: () => number;
  /** Called before each wait. */
  readonly onWait?: (text: string) => void;
  readonly signal?: AbortSignal;
}

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 500;
/** A registry that wants more patience than this is one that a person should hear about. */
const LONGEST_WAIT_MS = 30_000;

/** Asks again while the registry is busy: as late as it wishes, else after half a second and longer each time; five times at most. */
export async function askPatiently(client: RegistryClient, reference: string, options: PatienceOptions = {}): Promise<RegistryAnswer> {
  const { sleep = pause, random = Math.random, onWait, signal } = options;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.ask(reference, signal);
    if (answer.kind !== 'busy' || attempt === ATTEMPTS) return answer;
    const wait = waitFor(answer, attempt, random());
    if (wait > LONGEST_WAIT_MS) return answer;
    onWait?.(`the registry is busy (HTTP ${answer.status}); again in ${(wait / 1000).toFixed(1)} s`);
    await sleep(wait, signal);
  }
}

function waitFor({ retryAfterSeconds }: Extract<RegistryAnswer, { kind: 'busy' }>, attempt: number, random: number): number {
  return retryAfterSeconds === undefined ? FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + random) : retryAfterSeconds * 1000;
}

const pause = (ms: number, signal?: AbortSignal): Promise<void> => delay(ms, undefined, signal ? { signal } : {});
