let underWay = 0;
let held: (() => void)[] = [];

/**
 * Holds live updates back while a todo is being created: its own announcement may overtake the answer,
 * and the todo would be on the page twice, once as it is being saved and once as it is.
 */
export async function whileCreating<T>(task: () => Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await task();
  } finally {
    underWay -= 1;
    if (underWay === 0) release();
  }
}

/** Runs `update` now, or in its turn once nothing is being created. */
export function afterCreating(update: () => void): void {
  if (underWay > 0) held.push(update);
  else update();
}

function release(): void {
  const updates = held;
  held = [];
  for (const update of updates) update();
}
