import { sql, type Kysely } from 'kysely';

/** The role that requests run under: it owns nothing, may define nothing, and sees one workspace at a time. */
export const APP_ROLE = 'todo_chatbot_app';

/** The role that clears up: it sees and deletes only what is over. */
export const UPKEEP_ROLE = 'todo_chatbot_upkeep';

/**
 * Makes a role that the owner may step down to. Where the owner may not make roles, whoever runs the database makes
 * them beforehand and grants them.
 */
export async function ensureRole(db: Kysely<unknown>, role: string): Promise<void> {
  // Roles belong to the whole server: a start on another of its databases may make the same one at this moment.
  await sql
    .raw(
      `do $$ begin
        if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$`,
    )
    .execute(db);
  await sql
    .raw(`do $$ begin grant ${role} to current_user; exception when insufficient_privilege then null; end $$`)
    .execute(db);
}
