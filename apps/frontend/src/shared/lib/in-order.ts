const tails = new Map<string, Promise<unknown>>();
const unfinished = new Map<string, number>();

/** Runs tasks of the same key one after the other, in the order they came; a failed one holds up nobody. */
export function inOrder<T>(key: string, task: () => Promise<T>): Promise<T> {
  const before = tails.get(key) ?? Promise.resolve();
  count(key, 1);
  const counted = (): Promise<T> => task().finally(() => count(key, -1));
  const result = before.then(counted, counted);
  const settled = result.catch(() => undefined).then(() => {
    if (tails.get(key) === settled) tails.delete(key);
  });
  tails.set(key, settled);
  return result;
}

/** Runs `update` once the tasks of these keys that were begun have ended; at once where there are none. */
export function afterTasks(keys: readonly string[], update: () => void): void {
  const waiting = keys.flatMap((key) => tails.get(key) ?? []);
  if (waiting.length === 0) update();
  else void Promise.all(waiting).then(update);
}

/** Are there tasks of this key that have not ended? What an earlier one found is then not the last word. */
export function isUnderWay(key: string): boolean {
  return unfinished.has(key);
}

function count(key: string, change: 1 | -1): void {
  const left = (unfinished.get(key) ?? 0) + change;
  if (left === 0) unfinished.delete(key);
  else unfinished.set(key, left);
}
