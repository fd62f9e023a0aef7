import { sql, type Kysely } from 'kysely';
import { APP_ROLE, ensureRole } from '../roles';

/** Tables that hold one workspace's rows; each is scoped by row-level security as well as by every query. */
const SCOPED = ['todos', 'changes', 'events', 'messages', 'confirmations', 'idempotency_keys'];

const TABLES = [
  `create table workspaces (id uuid primary key, created_at timestamptz not null default now(), seen_at timestamptz not null default now())`,
  `create table server_keys (name text primary key, value text not null)`,
  `create table todos (
    id uuid primary key, workspace_id uuid not null references workspaces on delete cascade,
    title text not null check (length(title) between 1 and 200), notes text not null default '' check (length(notes) <= 4000),
    due text, priority text not null default 'none' check (priority in ('none', 'low', 'medium', 'high')),
    tags text[] not null default '{}', done boolean not null default false, completed_at timestamptz,
    position text collate "C" not null, version integer not null default 1,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
  `create index todos_order on todos (workspace_id, position, id)`,
  `create table changes (id uuid primary key, workspace_id uuid not null references workspaces on delete cascade, summary text not null, before jsonb not null, created_at timestamptz not null default now(), undone_at timestamptz)`,
  `create table events (id bigserial primary key, workspace_id uuid not null references workspaces on delete cascade, payload jsonb not null, created_at timestamptz not null default now())`,
  `create index events_order on events (workspace_id, id)`,
  `create table messages (id uuid primary key, workspace_id uuid not null references workspaces on delete cascade, role text not null, text text not null, cards jsonb not null, state text not null, created_at timestamptz not null default clock_timestamp())`,
  `create index messages_order on messages (workspace_id, created_at)`,
  `create table confirmations (id uuid primary key, workspace_id uuid not null references workspaces on delete cascade, action jsonb not null, card jsonb not null, expires_at timestamptz not null, decided_at timestamptz)`,
  `create table idempotency_keys (workspace_id uuid not null references workspaces on delete cascade, key text not null, fingerprint text not null, response jsonb not null, created_at timestamptz not null default now(), primary key (workspace_id, key))`,
  `create table rate_limits (key text primary key, window_start timestamptz not null, hits integer not null)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES) await sql.raw(statement).execute(db);
  for (const table of SCOPED) {
    await sql.raw(`alter table ${table} enable row level security`).execute(db);
    await sql.raw(`alter table ${table} force row level security`).execute(db);
    await sql
      .raw(
        `create policy scope on ${table} using (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid)`,
      )
      .execute(db);
  }
  await ensureRole(db, APP_ROLE);
  await sql.raw(`grant select, insert, update, delete on all tables in schema public to ${APP_ROLE}`).execute(db);
  await sql.raw(`grant usage on all sequences in schema public to ${APP_ROLE}`).execute(db);
  await sql.raw(`revoke all on kysely_migration, kysely_migration_lock from ${APP_ROLE}`).execute(db);
}
