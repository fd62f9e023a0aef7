import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '@fairlead/runtime';

const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/** A server that a test started. */
export interface Daemon {
  /** Ends it and waits for it. */
  stop(): Promise<void>;
}

interface DaemonOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Resolves once the server answers. */
  readonly answers: () => Promise<unknown>;
}

/**
 * Starts a server and waits until it answers.
 * @throws the server's own error when it ends instead, and that of the last question when it never answers.
 */
export async function startDaemon(file: string, args: readonly string[], { env, answers }: DaemonOptions): Promise<Daemon> {
  const controller = new AbortController();
  let failure: unknown;
  const ended = run(file, args, { signal: controller.signal, ...(env ? { env } : {}) }).then(
    () => void (failure ??= new Error(`${file} ended by itself`)),
    (error: unknown) => void (failure ??= error),
  );
  const stop = async (): Promise<void> => {
    controller.abort();
    await ended;
  };
  try {
    await untilAnswering(answers, () => failure);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function untilAnswering(answers: () => Promise<unknown>, failure: () => unknown): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    if (failure() !== undefined) throw failure();
    try {
      await answers();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(POLL_MS);
  }
}
