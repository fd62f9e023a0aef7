import type { FastifyReply } from 'fastify';

const HEARTBEAT_MS = 15_000;

/** Server-sent events over a reply that Fastify has handed over. */
export interface EventStream {
  send(event: { readonly event?: string; readonly id?: string; readonly data: unknown }): void;
  end(): void;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function openEventStream(reply: FastifyReply): EventStream {
  const gone = new AbortController();
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  // Also keeps proxies from calling a quiet stream dead.
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  raw.write(': open\n\n');
  raw.on('close', () => {
    clearInterval(heartbeat);
    gone.abort();
  });
  return {
    send: ({ event, id, data }) => {
      if (gone.signal.aborted) return;
      raw.write(`${event ? `event: ${event}\n` : ''}${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`);
    },
    end: () => void raw.end(),
    signal: gone.signal,
  };
}
