const tails = new Map<string, Promise<unknown>>();

/** Runs tasks of the same key one after the other, in the order they came; a failed one holds up nobody. */
export function inOrder<T>(key: string, task: () => Promise<T>): Promise<T> {
  const before = tails.get(key) ?? Promise.resolve();
  const result = before.then(task, task);
  const settled = result.catch(() => undefined).then(() => {
    if (tails.get(key) === settled) tails.delete(key);
  });
  tails.set(key, settled);
  return result;
}
