import type { Change } from '@todo-chatbot/contracts';
import type { TodoRow, Touched } from '../db/schema';
import type { Scope } from '../db/workspace';
import { notFound, ProblemError } from '../problem';
import { claimChange } from './changes-repository';
import { freePlaces } from './positions';
import { record } from './record';
import { allPositions, deleteTodos, findTodos, insertTodos, updateTodos } from './repository';
import { reverse, type Reversal } from './reversal';
import { mustHaveRoom, type MostTodos } from './room';

/**
 * Takes a change back, once; what was changed again since stays. That is a change as well, and can be undone.
 * @throws ProblemError 404 when it was undone already, is too old, or is another workspace's; 409 when nothing of it is
 * left to take back, or there is no room for what would come back.
 */
export async function undo(scope: Scope, undoId: string, most: MostTodos): Promise<Change> {
  const change = await claimChange(scope, undoId);
  if (change === undefined) throw notFound('change to undo');
  const current = await byId(
    scope,
    change.touched.map(({ id }) => id),
  );
  const reversals = change.touched.map((touched) => reverse(touched, current.get(touched.id) ?? null));
  const possible = reversals.filter(({ kind }) => kind !== 'superseded');
  if (possible.length === 0 && reversals.length > 0) {
    throw new ProblemError(409, 'undo-conflict', {
      title: 'Changed again since',
      detail: 'What this changed has been changed again since.',
    });
  }
  const touched = await apply(scope, possible, { current, most });
  const partly =
    possible.length === reversals.length
      ? ''
      : ` (${possible.length} of ${reversals.length}; the others were changed since)`;
  return record(scope, `Undid: ${change.summary}${partly}`, touched);
}

async function apply(
  scope: Scope,
  reversals: readonly Reversal[],
  { current, most }: { readonly current: ReadonlyMap<string, TodoRow>; readonly most: MostTodos },
): Promise<Touched[]> {
  const gone = reversals.flatMap((one) => (one.kind === 'delete' ? [one.id] : []));
  await deleteTodos(scope, gone);
  const inserted = await bringBack(
    scope,
    reversals.flatMap((one) => (one.kind === 'insert' ? [one.row] : [])),
    most,
  );
  const updated = await setBack(
    scope,
    reversals.flatMap((one) => (one.kind === 'update' ? [one] : [])),
  );
  const before = (id: string): TodoRow | null => current.get(id) ?? null;
  return [
    ...gone.map((id) => ({ id, before: before(id), after: null })),
    ...[...inserted, ...updated].map((row) => ({ id: row.id, before: before(row.id), after: row })),
  ];
}

/** Inserts rows where they were. A place that somebody else took meanwhile is not given back; the next free one is. */
async function bringBack(scope: Scope, rows: readonly TodoRow[], most: MostTodos): Promise<TodoRow[]> {
  if (rows.length === 0) return [];
  const taken = await allPositions(scope);
  mustHaveRoom(most, { there: taken.length, added: rows.length });
  const places = freePlaces(
    rows.map(({ position }) => position),
    taken,
  );
  const now = new Date();
  const again = rows.map((row, index) => ({
    ...row,
    position: places[index] ?? row.position,
    version: row.version + 1,
    updated_at: now,
  }));
  await scope.leave(insertTodos(scope, again));
  return again;
}

type Update = Extract<Reversal, { kind: 'update' }>;

/** Many todos mostly get the same values back, so those go in one statement. */
async function setBack(scope: Scope, updates: readonly Update[]): Promise<TodoRow[]> {
  const rows: TodoRow[] = [];
  for (const alike of groupByFields(updates)) {
    const { position, ...fields } = alike[0]?.fields ?? {};
    const place =
      position === undefined ? {} : { position: freePlaces([position], await allPositions(scope))[0] ?? position };
    rows.push(
      ...(await updateTodos(
        scope,
        alike.map(({ id }) => id),
        { ...fields, ...place },
      )),
    );
  }
  return rows;
}

function groupByFields(updates: readonly Update[]): Iterable<Update[]> {
  const groups = new Map<string, Update[]>();
  for (const update of updates) {
    const key = JSON.stringify(update.fields);
    const group = groups.get(key);
    if (group) group.push(update);
    else groups.set(key, [update]);
  }
  return groups.values();
}

async function byId(scope: Scope, ids: readonly string[]): Promise<Map<string, TodoRow>> {
  return new Map((await findTodos(scope, ids)).map((row) => [row.id, row]));
}
