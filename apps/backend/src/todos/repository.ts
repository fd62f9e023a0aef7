import { CompiledQuery, sql, type Updateable } from 'kysely';
import type { TodoRow, TodosTable } from '../db/schema';
import type { Scope } from '../db/workspace';

/** SQL for todos by id. Each query names the workspace, though row-level security would hide the rest. */

/** Rows by id, in no order; those that are not there are missing. */
export async function findTodos({ db, workspace }: Scope, ids: readonly string[]): Promise<TodoRow[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('todos')
    .selectAll()
    .where('workspace_id', '=', workspace)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
}

/** Ids of everything that is done. */
export async function doneIds({ db, workspace }: Scope): Promise<string[]> {
  const rows = await db
    .selectFrom('todos')
    .select('id')
    .where('workspace_id', '=', workspace)
    .where('done', '=', true)
    .execute();
  return rows.map(({ id }) => id);
}

/** Everything, in manual order. */
export async function allTodos({ db, workspace }: Scope): Promise<TodoRow[]> {
  return db.selectFrom('todos').selectAll().where('workspace_id', '=', workspace).orderBy('position').execute();
}

const COLUMNS = [
  'id uuid',
  'title text',
  'notes text',
  'due text',
  'priority text',
  'tags text[]',
  'done boolean',
  'completed_at timestamptz',
  'position text',
  'version integer',
  'created_at timestamptz',
  'updated_at timestamptz',
];
const NAMES = COLUMNS.map((column) => column.split(' ')[0]).join(', ');
// Written out: it runs with every todo that is added. One parameter for all rows, since a file may hold thousands.
const INSERT = `insert into todos (workspace_id, ${NAMES})
  select $1::uuid, new.* from jsonb_to_recordset($2::jsonb) as new (${COLUMNS.join(', ')})`;

/** Stores new rows, as they are. */
export async function insertTodos({ db, workspace }: Scope, rows: readonly TodoRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.executeQuery(CompiledQuery.raw(INSERT, [workspace, JSON.stringify(rows)]));
}

export type TodoColumns = Omit<
  Updateable<TodosTable>,
  'id' | 'workspace_id' | 'version' | 'completed_at' | 'created_at' | 'updated_at'
>;

/** Sets the same columns on each of the todos. What becomes done keeps the moment it already had. */
export async function updateTodos(
  { db, workspace }: Scope,
  ids: readonly string[],
  columns: TodoColumns,
): Promise<TodoRow[]> {
  const { done } = columns;
  return db
    .updateTable('todos')
    .set({ ...columns, version: sql`version + 1`, updated_at: sql`now()` })
    .$if(done !== undefined, (query) => query.set({ completed_at: done ? sql`coalesce(completed_at, now())` : null }))
    .where('workspace_id', '=', workspace)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .returningAll()
    .execute();
}

export async function deleteTodos({ db, workspace }: Scope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .deleteFrom('todos')
    .where('workspace_id', '=', workspace)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
}

/** Where a new todo goes, after the greatest position, and how many there are already. */
export async function endOfList({ db, workspace }: Scope): Promise<{ last: string | null; count: number }> {
  const { rows } = await db.executeQuery<{ last: string | null; count: number }>(CompiledQuery.raw(END, [workspace]));
  return rows[0] ?? { last: null, count: 0 };
}

// Written out: it runs with every todo that is added.
const END = `select todo_count as count,
  (select position from todos where workspace_id = $1 order by position desc limit 1) as last
  from workspaces where id = $1`;

/** The position next to `position` on one side, that of `except` left out; null at the end. */
export async function nextPosition(
  { db, workspace }: Scope,
  position: string,
  { side, except }: { side: 'before' | 'after'; except?: string },
): Promise<string | null> {
  const row = await db
    .selectFrom('todos')
    .select('position')
    .where('workspace_id', '=', workspace)
    .where('position', side === 'after' ? '>' : '<', position)
    .$if(except !== undefined, (query) => query.where('id', '!=', except ?? ''))
    .orderBy('position', side === 'after' ? 'asc' : 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.position ?? null;
}

/** Every place that is taken, in order. */
export async function allPositions({ db, workspace }: Scope): Promise<string[]> {
  const rows = await db
    .selectFrom('todos')
    .select('position')
    .where('workspace_id', '=', workspace)
    .orderBy('position')
    .execute();
  return rows.map(({ position }) => position);
}
