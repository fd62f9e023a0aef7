import type { QueryClient } from '@tanstack/react-query';
import { routes, type Change, type Todo, type TodoPatch } from '@todo-chatbot/contracts';
import { ApiError, isGone } from '../../../shared/api/api-error';
import { request } from '../../../shared/api/request';
import { inOrder, isUnderWay } from '../../../shared/lib/in-order';
import { applyChange, applyToCache, tryFindTodo } from '../../../shared/todos/todo-cache';
import { overlaps, patched } from '../model/patch';

/** Somebody else changed the same fields meanwhile; the person decides which stays. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';

  constructor(readonly current: Todo) {
    super('This todo was changed elsewhere meanwhile.');
  }
}

interface PatchOptions {
  /** The todo as the person saw it when they began. */
  readonly base: Todo;
  readonly patch: TodoPatch;
  /** Whatever it is by now, this is how it shall be. */
  readonly force?: boolean;
}

/**
 * Changes a todo: shown at once, sent in order with other changes of the same todo, taken back when refused.
 * A change elsewhere to other fields is kept.
 * @throws ConflictError when the same fields changed elsewhere; ApiError, TypeError.
 */
export async function patchTodo(client: QueryClient, options: PatchOptions): Promise<Change> {
  const { base, patch } = options;
  const before = tryFindTodo(client, base.id) ?? base;
  // The page may have learnt of the other change already, while the form was open.
  if (options.force !== true && overlaps({ base, current: before, patch })) throw new ConflictError(before);
  applyToCache(client, { upserted: [patched(before, patch, new Date())], deleted: [] });
  try {
    const change = await inOrder(base.id, () => sendPatch({ ...options, base: before }));
    // The page shows what was asked for last; the answer to that is still to come.
    if (!isUnderWay(base.id)) applyChange(client, change);
    return change;
  } catch (error) {
    const truth = error instanceof ConflictError ? error.current : before;
    applyToCache(client, isGone(error) ? { upserted: [], deleted: [base.id] } : { upserted: [truth], deleted: [] });
    throw error;
  }
}

const MOST_TRIES = 4;

async function sendPatch({ base, patch, force = false }: PatchOptions): Promise<Change> {
  let { version } = base;
  for (let tries = 1; ; tries += 1) {
    try {
      return await request<Change>(routes.todo(base.id), { method: 'PATCH', json: patch, headers: { 'if-match': `"${String(version)}"` } });
    } catch (error) {
      const current = conflicting(error);
      if (current === undefined || tries === MOST_TRIES) throw error;
      if (!force && overlaps({ base, current, patch })) throw new ConflictError(current);
      version = current.version;
    }
  }
}

function conflicting(error: unknown): Todo | undefined {
  return error instanceof ApiError && error.code === 'version-conflict' ? (error.problem?.current as Todo | undefined) : undefined;
}
