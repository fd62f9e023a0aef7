import type { TodoFilter } from '@todo-chatbot/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { TodoRow } from '../db/schema';
import type { Scope } from '../db/workspace';
import type { Today } from '../time';
import type { Cursor, Order, Sort } from './cursor';
import { isDue, matches } from './filter';

const MOST_TAGS = 200;

export interface Page {
  readonly sort: Sort;
  readonly order: Order;
  readonly limit: number;
  readonly after?: Cursor | undefined;
}

export interface ListRequest {
  readonly filter: TodoFilter;
  readonly page: Page;
  readonly today: Today;
}

/** What each order sorts by, always bytewise, and how a cursor's key is read. The position settles ties. */
const SORTS: Readonly<Record<Sort, { readonly by: RawBuilder<unknown>; readonly cast: RawBuilder<unknown> }>> = {
  manual: { by: sql`position`, cast: sql`text` },
  due: { by: sql`coalesce(due, '9999') collate "C"`, cast: sql`text` },
  priority: {
    by: sql`case priority when 'high' then 0 when 'medium' then 1 when 'low' then 2 else 3 end`,
    cast: sql`integer`,
  },
  created: { by: sql`date_trunc('milliseconds', created_at)`, cast: sql`timestamptz` },
  title: { by: sql`lower(title) collate "C"`, cast: sql`text` },
};

export type ListedRow = TodoRow & { readonly sort_key: string | number | Date };

/** One page; asks for one row more than the page has, which tells whether there is a next one. */
export async function listTodos({ db, workspace }: Scope, { filter, page, today }: ListRequest): Promise<ListedRow[]> {
  const { by } = SORTS[page.sort];
  const { rows } = await sql<ListedRow>`
    select *, ${by} as sort_key from todos
    where workspace_id = ${workspace} and ${matches(filter, today)} and ${behind(page)}
    order by ${by} ${page.order === 'desc' ? sql`desc` : sql`asc`}, position
    limit ${page.limit + 1}`.execute(db);
  return rows;
}

function behind({ sort, order, after }: Page): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  const { by, cast } = SORTS[sort];
  const key = sql`${after.key}::${cast}`;
  return order === 'asc'
    ? sql<boolean>`(${by}, position) > (${key}, ${after.position})`
    : sql<boolean>`(${by} < ${key} or (${by} = ${key} and position > ${after.position}))`;
}

export interface Summary {
  readonly total: number;
  readonly counts: { readonly all: number; readonly open: number; readonly done: number; readonly overdue: number };
  readonly tags: string[];
}

/** How many there are, in one pass over the workspace. */
export async function summarize(
  { db, workspace }: Scope,
  { filter, today }: Pick<ListRequest, 'filter' | 'today'>,
): Promise<Summary> {
  const { rows } = await sql<{ all: number; done: number; overdue: number; total: number; tags: string[] }>`
    select count(*)::int as all, count(*) filter (where done)::int as done, count(*) filter (where ${isDue('overdue', today)})::int as overdue,
      count(*) filter (where ${matches(filter, today)})::int as total,
      array(select distinct unnest(tags) as tag from todos where workspace_id = ${workspace} order by tag limit ${MOST_TAGS}) as tags
    from todos where workspace_id = ${workspace}`.execute(db);
  const [{ all = 0, done = 0, overdue = 0, total = 0, tags = [] } = {}] = rows;
  return { total, counts: { all, open: all - done, done, overdue }, tags };
}
