import { sql, type Kysely } from 'kysely';

/** Their policies hold for the owner, too, who may be no superuser. */
const SCOPED = ['todos', 'workspaces'];

/** How many todos a workspace holds, kept by every change: counting them for each new one would take longer the more there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of SCOPED) await sql.raw(`alter table ${table} no force row level security`).execute(db);
  await sql.raw('alter table workspaces add column todo_count integer not null default 0').execute(db);
  await sql
    .raw(
      'update workspaces set todo_count = counted.count from (select workspace_id, count(*)::int as count from todos group by workspace_id) as counted where workspace_id = id',
    )
    .execute(db);
  for (const table of SCOPED) await sql.raw(`alter table ${table} force row level security`).execute(db);
}
