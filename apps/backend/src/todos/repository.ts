import type { TodoFilter } from '@todo-chatbot/contracts';
import { sql, type ExpressionBuilder, type Insertable, type Updateable } from 'kysely';
import type { Database, TodoRow, TodosTable } from '../db/schema';
import type { Scope } from '../db/workspace';
import type { Today } from '../time';

/** The only file with SQL for todos. Each query names the workspace, though row-level security would hide the rest. */

export interface Page {
  readonly sort: 'manual' | 'due' | 'priority' | 'created' | 'title';
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
}

const PRIORITY_RANK = sql`case priority when 'high' then 0 when 'medium' then 1 when 'low' then 2 else 3 end`;

const SORTS = {
  manual: sql`position collate "C"`,
  due: sql`coalesce(due, '9999')`,
  priority: PRIORITY_RANK,
  created: sql`created_at`,
  title: sql`lower(title)`,
} as const;

export async function listTodos(scope: Scope, workspace: string, query: { readonly filter: TodoFilter; readonly page: Page; readonly today: Today }): Promise<{ rows: TodoRow[]; total: number }> {
  const { page } = query;
  const matching = scope.selectFrom('todos').where('workspace_id', '=', workspace).where((eb) => matches(eb, query.filter, query.today));
  const direction = page.order === 'desc' ? sql`desc` : sql`asc`;
  const rows = await matching
    .selectAll()
    .orderBy(sql`${SORTS[page.sort]} ${direction}`)
    .orderBy(sql`position collate "C"`)
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await matching.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow();
  return { rows, total: Number(total) };
}

function matches(eb: ExpressionBuilder<Database, 'todos'>, filter: TodoFilter, today: Today) {
  const { search, status, priority, tag, due } = filter;
  return eb.and([
    ...(status === 'all' ? [] : [eb('done', '=', status === 'done')]),
    ...(priority === undefined ? [] : [eb('priority', '=', priority)]),
    ...(tag === undefined ? [] : [sql<boolean>`${tag} = any(tags)`]),
    ...(due === 'any' ? [] : [dueCondition(due, today)]),
    ...words(search).map((word) => sql<boolean>`position(${word} in lower(title || ' ' || notes || ' ' || array_to_string(tags, ' '))) > 0`),
  ]);
}

function words(search: string | undefined): string[] {
  return (search ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
}

/** Days compare with days and moments with moments; both are text that sorts as time does. */
function dueCondition(due: 'overdue' | 'today' | 'week' | 'none', today: Today) {
  const day = sql`length(due) = 10`;
  switch (due) {
    case 'none':
      return sql<boolean>`due is null`;
    case 'overdue':
      return sql<boolean>`not done and case when ${day} then due < ${today.day} else due < ${today.now} end`;
    case 'today':
      return sql<boolean>`case when ${day} then due = ${today.day} else due >= ${today.startsAt} and due < ${today.endsAt} end`;
    case 'week':
      return sql<boolean>`case when ${day} then due between ${today.day} and ${today.weekAhead} else due >= ${today.startsAt} and due < ${today.weekEndsAt} end`;
  }
}

export async function countTodos(scope: Scope, workspace: string, today: Today): Promise<{ all: number; open: number; done: number; overdue: number }> {
  const { rows } = await sql<{ all: string; done: string; overdue: string }>`
    select count(*) as all, count(*) filter (where done) as done, count(*) filter (where ${dueCondition('overdue', today)}) as overdue
    from todos where workspace_id = ${workspace}`.execute(scope);
  const [{ all = '0', done = '0', overdue = '0' } = {}] = rows;
  return { all: Number(all), open: Number(all) - Number(done), done: Number(done), overdue: Number(overdue) };
}

export async function listTags(scope: Scope, workspace: string): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`select distinct unnest(tags) as tag from todos where workspace_id = ${workspace} order by 1 limit 200`.execute(scope);
  return rows.map(({ tag }) => tag);
}

/** Rows by id, locked until the transaction ends so that two editors come one after the other. */
export async function lockTodos(scope: Scope, workspace: string, ids: readonly string[]): Promise<TodoRow[]> {
  if (ids.length === 0) return [];
  return scope.selectFrom('todos').selectAll().where('workspace_id', '=', workspace).where('id', 'in', [...ids]).orderBy('id').forUpdate().execute();
}

export async function insertTodos(scope: Scope, rows: readonly Insertable<TodosTable>[]): Promise<TodoRow[]> {
  if (rows.length === 0) return [];
  return scope.insertInto('todos').values([...rows]).returningAll().execute();
}

export async function updateTodo(scope: Scope, workspace: string, { id, ...changes }: Updateable<TodosTable> & { id: string }): Promise<TodoRow> {
  return scope
    .updateTable('todos')
    .set({ ...changes, version: sql`version + 1`, updated_at: new Date() })
    .where('workspace_id', '=', workspace)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function deleteTodos(scope: Scope, workspace: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await scope.deleteFrom('todos').where('workspace_id', '=', workspace).where('id', 'in', [...ids]).execute();
}

export async function doneIds(scope: Scope, workspace: string): Promise<string[]> {
  const rows = await scope.selectFrom('todos').select('id').where('workspace_id', '=', workspace).where('done', '=', true).execute();
  return rows.map(({ id }) => id);
}

/** Greatest position, after which a new todo goes. */
export async function lastPosition(scope: Scope, workspace: string): Promise<string | null> {
  const row = await scope.selectFrom('todos').select('position').where('workspace_id', '=', workspace).orderBy(sql`position collate "C" desc`).limit(1).executeTakeFirst();
  return row?.position ?? null;
}
