import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { Window } from './repository';

/** A replica takes this part of a limit at once, so that few requests ask the database. */
const LEASES = 20;
const MOST_KEYS = 10_000;

interface Lease {
  /** Requests that this replica may still let through. */
  left: number;
  /** Hits before the lease, over all replicas. */
  used: number;
  endsAt: number;
}

export type AddHits = (key: string, added: { hits: number; windowMs: number }) => Promise<Window>;

/**
 * Counts requests over all replicas. Each takes a few of the limit at a time and gives them out by itself: the limit is
 * never exceeded, and may be reached a little early where replicas hold unused ones.
 */
export function sharedStore(addHits: AddHits): FastifyRateLimitStoreCtor {
  const leases = new Map<string, Lease>();
  const pending = new Map<string, Promise<Lease>>();

  async function renew(key: string, windowMs: number, max: number): Promise<Lease> {
    const wanted = Math.max(1, Math.floor(max / LEASES));
    const { hits, endsInMs } = await addHits(key, { hits: wanted, windowMs });
    const lease = {
      left: Math.max(0, wanted - Math.max(0, hits - max)),
      used: hits - wanted,
      endsAt: Date.now() + endsInMs,
    };
    if (leases.size >= MOST_KEYS) forgetEnded(leases);
    leases.set(key, lease);
    return lease;
  }

  async function take(key: string, windowMs: number, max: number): Promise<{ current: number; ttl: number }> {
    for (;;) {
      const held = leases.get(key);
      const lease = held && held.endsAt > Date.now() && (held.left > 0 || held.used >= max) ? held : undefined;
      if (lease) {
        const ttl = Math.max(1, lease.endsAt - Date.now());
        if (lease.left === 0) return { current: max + 1, ttl };
        lease.left -= 1;
        lease.used += 1;
        return { current: Math.min(lease.used, max), ttl };
      }
      const renewal = pending.get(key) ?? renew(key, windowMs, max).finally(() => pending.delete(key));
      pending.set(key, renewal);
      await renewal;
    }
  }

  return class implements FastifyRateLimitStore {
    incr(...[key, callback, windowMs, max]: Parameters<FastifyRateLimitStore['incr']>): void {
      take(key, windowMs, max).then((result) => callback(null, result), callback);
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}

function forgetEnded(leases: Map<string, Lease>): void {
  const now = Date.now();
  for (const [key, { endsAt }] of leases) if (endsAt <= now) leases.delete(key);
}
