import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** A reader that takes nothing for so long is not there any more. */
const STALL_MS = 30_000;

/** Server-sent events on a reply that Fastify has handed over. */
export interface EventStream {
  /** Waits while the reader is slow. Does nothing once it is gone. */
  send(event: { readonly event: string; readonly id?: string; readonly data: unknown }): Promise<void>;
  end(): void;
  /** Aborted when the stream is over, from either side. */
  readonly gone: AbortSignal;
}

/** Begins the stream; from here on there are no problem details any more. */
export function openEventStream(reply: FastifyReply): EventStream {
  const { raw, sse } = reply;
  const over = new AbortController();
  raw.once('close', () => over.abort());
  reply.hijack();
  reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store');
  sse.sendHeaders();
  raw.flushHeaders();
  return {
    send: async (event) => {
      if (over.signal.aborted || raw.writableEnded) return;
      const sent = sse.send(event);
      if (raw.writableNeedDrain) await drained(raw, sent);
    },
    end: () => sse.close(),
    gone: over.signal,
  };
}

/** The library waits for a drain that never comes once the reader is gone. */
async function drained(raw: ServerResponse, sent: Promise<void>): Promise<void> {
  const stalled = setTimeout(() => raw.destroy(), STALL_MS);
  const settled = new AbortController();
  try {
    await Promise.race([sent, once(raw, 'close', { signal: settled.signal }).catch(() => undefined)]);
  } finally {
    clearTimeout(stalled);
    settled.abort();
  }
}
