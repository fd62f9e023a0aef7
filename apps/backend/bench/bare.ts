import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { generateKeyBetween } from 'fractional-indexing';
import pg from 'pg';

/**
 * What the backend is compared with: the same framework, the same driver and the same statements in the same
 * transactions, and nothing else: no schemas, sessions signed by nobody, headers, limits, logs or metrics.
 */
const app = Fastify();
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] ?? '', max: 10 });
const session = process.env['SESSION_HASH'] ?? '';

const SESSION =
  "select workspace_id, name, signed_in from sessions where token_hash = $1 and seen_at > now() - interval '90 days'";
const SCOPE = "select set_config('app.workspace', $1, true)";
const LOCKED_SCOPE = "select set_config('app.workspace', $1, true), pg_advisory_xact_lock(hashtextextended($1, 0))";
const LIST =
  'select *, position as sort_key from todos where workspace_id = $1 order by position asc, position limit 101';
const SUMMARY = `select count(*)::int as all, count(*) filter (where done)::int as done,
  count(*) filter (where not done and case when length(due) = 10 then due < $2 else due < $3 end)::int as overdue, count(*)::int as total,
  array(select distinct unnest(tags) as tag from todos where workspace_id = $1 order by tag limit 200) as tags from todos where workspace_id = $1`;
const LAST = 'select position from todos where workspace_id = $1 order by position desc limit 1';
const INSERT = `insert into todos (workspace_id, id, title, position) values ($1, $2, $3, $4) returning *`;
const CHANGE = 'insert into changes (id, workspace_id, summary, touched) values ($1, $2, $3, $4)';
const PUBLISH = `with numbered as (update workspaces set last_event = last_event + 1 where id = $1 returning last_event),
  logged as (insert into events (workspace_id, id, payload) select $1, last_event, $2::jsonb from numbered)
  select pg_notify('workspace_events', $1::text) from numbered`;

async function inTransaction<T>(
  scope: string,
  work: (client: pg.PoolClient, workspace: string) => Promise<T>,
): Promise<T> {
  const { rows } = await pool.query<{ workspace_id: string }>(SESSION, [session]);
  const workspace = rows[0]?.workspace_id ?? '';
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(scope, [workspace]);
    const result = await work(client, workspace);
    await client.query('commit');
    return result;
  } finally {
    client.release();
  }
}

app.get('/readyz', () => ({ status: 'ok' }));

app.get('/api/todos', () =>
  inTransaction(SCOPE, async (client, workspace) => {
    const now = new Date().toISOString();
    const items = (await client.query<object>(LIST, [workspace])).rows;
    const [summary] = (await client.query<object>(SUMMARY, [workspace, now.slice(0, 10), now])).rows;
    return { items: items.slice(0, 100), ...summary };
  }),
);

app.post<{ Body: { title: string } }>('/api/todos', (request, reply) =>
  inTransaction(LOCKED_SCOPE, async (client, workspace) => {
    const last = (await client.query<{ position: string }>(LAST, [workspace])).rows[0]?.position ?? null;
    const values = [workspace, randomUUID(), request.body.title, generateKeyBetween(last, null)];
    const [row] = (await client.query<object>(INSERT, values)).rows;
    const touched = JSON.stringify([{ before: null, after: row }]);
    await client.query(CHANGE, [randomUUID(), workspace, `Added ${request.body.title}`, touched]);
    await client.query(PUBLISH, [workspace, JSON.stringify({ type: 'todos', upserted: [row], deleted: [] })]);
    reply.code(201);
    return row;
  }),
);

await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
