import { sql, type Kysely } from 'kysely';
import type { Database } from '../db/schema';

export interface Window {
  /** Hits in the current window, over all replicas. */
  readonly hits: number;
  /** Milliseconds until it ends. */
  readonly endsInMs: number;
}

/** Adds hits to a counter that all replicas share; a window that is over begins anew. */
export async function addHits(
  db: Kysely<Database>,
  key: string,
  { hits, windowMs }: { hits: number; windowMs: number },
): Promise<Window> {
  const length = sql`make_interval(secs => ${windowMs / 1000}::double precision)`;
  const { rows } = await sql<Window>`
    insert into rate_limits as counter (key, window_start, hits) values (${key}, now(), ${hits})
    on conflict (key) do update set
      hits = case when counter.window_start > now() - ${length} then counter.hits else 0 end + excluded.hits,
      window_start = case when counter.window_start > now() - ${length} then counter.window_start else now() end
    returning hits, ceil(extract(epoch from window_start + ${length} - now()) * 1000)::int as "endsInMs"`.execute(db);
  return rows[0] ?? { hits, endsInMs: windowMs };
}
