import type { Transaction } from 'kysely';
import type { Database } from '../db/schema';
import { goOnIn } from '../db/workspace';
import { placesAfter } from './positions';
import { record } from './record';
import { allTodos, deleteTodos, endOfList, insertTodos } from './repository';
import { summarizeChange } from './summary';

/**
 * Moves all todos of one workspace behind those of another, as they are and in their order. There may be more than a
 * workspace may hold afterwards: nobody loses todos by signing in. The one they leave is not counted: nobody comes back.
 */
export async function bringAlong(transaction: Transaction<Database>, from: string, to: string): Promise<void> {
  const left = await goOnIn(transaction, from);
  const rows = await allTodos(left);
  if (rows.length === 0) return;
  await deleteTodos(
    left,
    rows.map(({ id }) => id),
  );
  const scope = await goOnIn(transaction, to);
  const positions = placesAfter((await endOfList(scope)).last, rows.length);
  const brought = rows.map((row, index) => ({
    ...row,
    workspace_id: to,
    position: positions[index] ?? row.position,
  }));
  await insertTodos(scope, brought);
  await record(
    scope,
    summarizeChange('Brought along', brought),
    brought.map((after) => ({ id: after.id, before: null, after })),
  );
}
