import { sql, type Kysely } from 'kysely';
import { APP_ROLE, ensureRole, UPKEEP_ROLE } from '../roles';

/** Tables whose rows change below. Their policies hold for the owner, too, who may be no superuser. */
const CHANGED = ['todos', 'changes', 'idempotency_keys', 'confirmations'];

const TABLES = [
  // Who a browser is. Only hashes of tokens are kept: reading this table signs nobody in.
  `create table sessions (
    token_hash text primary key,
    workspace_id uuid not null references workspaces on delete cascade,
    name text,
    signed_in boolean not null default false,
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now())`,
  `create index sessions_workspace on sessions (workspace_id)`,

  // Whose workspace it is after sign-in with an identity provider.
  `create table identities (
    issuer text not null,
    subject text not null,
    workspace_id uuid not null references workspaces on delete cascade,
    primary key (issuer, subject))`,
  `create index identities_workspace on identities (workspace_id)`,

  // Events are numbered per workspace and without gaps, so that a reader knows whether it missed one.
  `alter table workspaces add column last_event bigint not null default 0`,
  `drop table events`,
  `create table events (
    workspace_id uuid not null references workspaces on delete cascade,
    id bigint not null,
    payload jsonb not null,
    created_at timestamptz not null default now(),
    primary key (workspace_id, id))`,
];

const ROWS = [
  // A cookie was the workspace's own id, signed as now: whoever has one keeps the session.
  `insert into sessions (token_hash, workspace_id, created_at, seen_at)
    select rtrim(translate(encode(sha256(convert_to(id::text, 'UTF8')), 'base64'), '+/', '-_'), '='), id, created_at, seen_at
    from workspaces`,
  // A workspace without any event counts as never used, and is cleared away.
  `update workspaces set last_event = 1 where exists (select from todos where workspace_id = workspaces.id)`,

  // No two todos in one place. Where there were, all get new ones, which are valid keys of the fractional index.
  `update todos set position = 'g' || lpad(place::text, 7, '0')
    from (select id as same, row_number() over (partition by workspace_id order by position, id) as place from todos) as placed
    where same = id and workspace_id in
      (select workspace_id from todos group by workspace_id, position having count(*) > 1)`,
  `drop index todos_order`,
  `create unique index todos_order on todos (workspace_id, position)`,

  // A change now holds what was before and after, so that undo leaves later changes alone.
  `delete from changes`,
  `alter table changes rename column before to touched`,
  `delete from idempotency_keys`,
  `delete from confirmations`,
];

const IN_SCOPE = `= nullif(current_setting('app.workspace', true), '')::uuid`;

const upkeepPolicy = (table: string, moment: string): string =>
  `create policy over on ${table} to ${UPKEEP_ROLE} using (${moment} < now() - interval '1 day')`;

/** What each role may see: one workspace, or what is over. */
const POLICIES = [
  `create policy scope on workspaces to ${APP_ROLE} using (id ${IN_SCOPE})`,
  `create policy scope on events using (workspace_id ${IN_SCOPE})`,
  upkeepPolicy('events', 'created_at'),
  upkeepPolicy('changes', 'created_at'),
  upkeepPolicy('idempotency_keys', 'created_at'),
  upkeepPolicy('confirmations', 'expires_at'),
  `create policy seen on workspaces for select to ${UPKEEP_ROLE} using (true)`,
  `create policy over on workspaces for delete to ${UPKEEP_ROLE} using (
    created_at < now() - interval '1 hour'
    and not exists (select from sessions where workspace_id = workspaces.id)
    and not exists (select from identities where workspace_id = workspaces.id))`,
];

const CLEARED_UP = 'events, changes, idempotency_keys, confirmations, workspaces, sessions, rate_limits';

const GRANTS = [
  `grant select, insert, update, delete on sessions, identities, events to ${APP_ROLE}`,
  // Keys are read once at start, by the owner; upkeep has a role of its own.
  `revoke all on server_keys from ${APP_ROLE}`,
  `revoke delete on workspaces from ${APP_ROLE}`,
  `grant select, delete on ${CLEARED_UP} to ${UPKEEP_ROLE}`,
  `grant select on identities to ${UPKEEP_ROLE}`,
  // Before PostgreSQL 15 everybody may make tables here.
  `revoke create on schema public from public`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await ensureRole(db, UPKEEP_ROLE);
  await run(db, TABLES);
  await run(
    db,
    CHANGED.map((table) => `alter table ${table} no force row level security`),
  );
  await run(db, ROWS);
  await run(
    db,
    ['workspaces', 'events'].map((table) => `alter table ${table} enable row level security`),
  );
  await run(
    db,
    [...CHANGED, 'workspaces', 'events'].map((table) => `alter table ${table} force row level security`),
  );
  await run(db, [...POLICIES, ...GRANTS]);
}

async function run(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
