/** Does the work once and says what was measured. */
export type Contestant = (run: number) => Promise<number>;

/**
 * Lets every contestant do one run, then every one the next, so that a change of the machine's load meets all of
 * them. Who begins alternates: the first may warm a cache for the next.
 * @returns the values of each contestant, in the order of the runs.
 */
export async function interleave<Name extends string>(contestants: Readonly<Record<Name, Contestant>>, runs: number): Promise<Record<Name, readonly number[]>> {
  const names = Object.keys(contestants) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let run = 0; run < runs; run++) {
    const order = run % 2 === 0 ? names : names.toReversed();
    for (const name of order) values[name].push(await contestants[name](run));
  }
  return values;
}

/** Seconds that `work` takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
