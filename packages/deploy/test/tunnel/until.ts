import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition. @throws Error after five seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within 5 s: ${condition.toString()}`);
    await sleep(10);
  }
}
