import type { Bulk, Change, Move, TodoPatch } from '@todo-chatbot/contracts';
import type { TodoRow } from '../db/schema';
import type { Scope } from '../db/workspace';
import { notFound, ProblemError } from '../problem';
import { normalDue, normalTags } from './draft';
import { placeBetween } from './positions';
import { record } from './record';
import {
  deleteTodos,
  doneIds,
  endOfList,
  findTodos,
  nextPosition,
  updateTodos,
  type TodoColumns,
} from './repository';
import { inOrder, toTodo } from './row';
import { summarizeChange, summarizePatch } from './summary';

/** `version` is the one the editor saw; undefined overwrites whatever is there. */
export interface Edit {
  readonly id: string;
  readonly version: number | undefined;
  readonly fields: TodoPatch;
}

/** @throws ProblemError 404, or 412 with the todo as it is now. */
export async function editTodo(scope: Scope, { id, version, fields }: Edit): Promise<Change> {
  mustBeVersion(await mustFind(scope, id), version);
  return setFields(scope, [id], { fields });
}

/** Sets the same fields on several todos; those that are gone are left out. `timeZone`, where it is known, is the person's. */
export async function setFields(
  scope: Scope,
  ids: readonly string[],
  { fields, timeZone }: { readonly fields: TodoPatch; readonly timeZone?: string | undefined },
): Promise<Change> {
  const before = inOrder(await findTodos(scope, ids));
  const after = new Map(
    (
      await updateTodos(
        scope,
        before.map(({ id }) => id),
        columns(fields),
      )
    ).map((row) => [row.id, row]),
  );
  return record(
    scope,
    summarizePatch(fields, before, timeZone),
    before.map((row) => ({ id: row.id, before: row, after: after.get(row.id) ?? null })),
  );
}

function columns({ due, tags, ...rest }: TodoPatch): TodoColumns {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(due === undefined ? {} : { due: normalDue(due) }),
    ...(tags === undefined ? {} : { tags: normalTags(tags) }),
  };
}

/** @throws ProblemError 404 when it or a neighbour is gone, 409 when the neighbours are not in that order any more. */
export async function moveTodo(scope: Scope, id: string, { after, before }: Move): Promise<Change> {
  const row = await mustFind(scope, id);
  const lower = after === null ? null : (await mustFind(scope, after)).position;
  const upper = before === null ? null : (await mustFind(scope, before)).position;
  if (lower !== null && upper !== null && lower >= upper) {
    throw new ProblemError(409, 'order-changed', {
      title: 'Order changed meanwhile',
      detail: 'These two are not in that order any more.',
    });
  }
  const [moved = row] = await updateTodos(scope, [id], { position: await placeFor(scope, id, { lower, upper }) });
  return record(scope, summarizeChange('Moved', [row]), [{ id, before: row, after: moved }]);
}

/** Right behind `lower`, else right before `upper`: a filtered list hides todos in between, whose places are taken. */
async function placeFor(
  scope: Scope,
  except: string,
  { lower, upper }: { lower: string | null; upper: string | null },
): Promise<string> {
  if (lower !== null) return placeBetween(lower, await nextPosition(scope, lower, { side: 'after', except }));
  if (upper !== null) return placeBetween(await nextPosition(scope, upper, { side: 'before', except }), upper);
  return placeBetween((await endOfList(scope)).last, null);
}

/** @throws ProblemError 404 when none of them is there, 412 when the only one has another version. */
export async function removeTodos(scope: Scope, ids: readonly string[], version?: number): Promise<Change> {
  const rows = inOrder(await findTodos(scope, ids));
  const [first] = rows;
  if (first === undefined && ids.length > 0) throw notFound('todo');
  if (first !== undefined) mustBeVersion(first, version);
  await deleteTodos(
    scope,
    rows.map(({ id }) => id),
  );
  return record(
    scope,
    summarizeChange('Deleted', rows),
    rows.map((row) => ({ id: row.id, before: row, after: null })),
  );
}

export async function applyBulk(scope: Scope, bulk: Bulk): Promise<Change> {
  if (bulk.action === 'clear-done') return removeTodos(scope, await doneIds(scope));
  if (bulk.action === 'delete') return removeTodos(scope, bulk.ids);
  return setFields(scope, bulk.ids, { fields: { done: bulk.action === 'complete' } });
}

async function mustFind(scope: Scope, id: string): Promise<TodoRow> {
  const [row] = await findTodos(scope, [id]);
  if (row === undefined) throw notFound('todo');
  return row;
}

function mustBeVersion(row: TodoRow, version: number | undefined): void {
  if (version === undefined || version === row.version) return;
  throw new ProblemError(412, 'version-conflict', {
    title: 'Changed meanwhile',
    detail: 'Somebody changed this todo after you read it.',
    current: toTodo(row),
  });
}
