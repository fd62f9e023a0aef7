import { ProblemError } from '../problem';

/** The most todos a workspace may hold; 0 for any number. */
export type MostTodos = number;

/**
 * Refuses what would make a workspace hold more than it may. Exact, since `there` was counted in the transaction of the
 * change, and changes of a workspace wait for each other. @throws ProblemError 409
 */
export function mustHaveRoom(most: MostTodos, { there, added }: { readonly there: number; readonly added: number }): void {
  if (most === 0 || added === 0 || there + added <= most) return;
  const room = Math.max(0, most - there);
  throw new ProblemError(409, 'too-many-todos', {
    title: 'Too many todos',
    detail: `There may be ${most} todos, and there ${room === 0 ? 'is no room for more' : `is room for ${room} more`}. Delete some first.`,
  });
}
