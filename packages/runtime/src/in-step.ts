import type { Progress, Step } from './progress';

/**
 * Shows work as a step, which ends as the work does; `note` says of its result what is shown beside the title.
 * @returns what the work returns.
 */
export async function inStep<T>({ progress, title, note }: { readonly progress: Progress; readonly title: string; readonly note?: (result: T) => string }, work: (step: Step) => Promise<T>): Promise<T> {
  const step = progress.step(title);
  try {
    const result = await work(step);
    step.done(note?.(result));
    return result;
  } catch (error) {
    step.fail();
    throw error;
  }
}
