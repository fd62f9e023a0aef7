import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodDialer } from './pod-dialer';
import { PodRefused } from './pod-stream';
import type { PodFinder } from './ready-pods';

export interface ConnectionOptions {
  readonly find: PodFinder;
  readonly dial: PodDialer;
  /** Milliseconds that a connection may wait for a ready pod before it is told there is none. */
  readonly waitMs: number;
  /** Told why an attempt failed; the next one follows by itself. */
  readonly onRetry?: (reason: string) => void;
}

const BACKOFF_MS = 200;
// A pod may take long to become ready; a cluster that does not answer is more likely switched off.
const UNREACHABLE_MS = 6_000;
// A GET or HEAD up to the end of its head, and nothing after it.
const READ = /^(?:GET|HEAD) (?:(?!\r\n\r\n)[^])*\r\n\r\n$/;
// What a browser sends before it waits for an answer; more than this cannot be sent a second time.
const REPLAY_LIMIT = 64 * 1024;

/**
 * Serves one client. Until the first byte of an answer, failures are mended by going to another pod, and a
 * missing pod is waited for; a request that may have changed something is never sent twice.
 */
export async function serveConnection(client: Socket, options: ConnectionOptions): Promise<void> {
  const request = recordRequest(client);
  const start = performance.now();
  const failed = new Set<string>();
  let reason = 'no ready pod';
  let patienceMs = options.waitMs;
  while (!client.destroyed && performance.now() - start < patienceMs) {
    patienceMs = options.waitMs;
    const pod = await options.find(failed).catch((error: unknown) => {
      reason = message(error);
      patienceMs = Math.min(UNREACHABLE_MS, options.waitMs);
    });
    if (pod === undefined) {
      await sleep(BACKOFF_MS);
      continue;
    }
    const result = await attempt({ client, request, dial: options.dial, pod });
    if (result.served) return;
    reason = `${pod}: ${result.reason}`;
    failed.add(pod);
    options.onRetry?.(reason);
    await sleep(BACKOFF_MS);
  }
  refuse(client, reason);
}

interface Attempt {
  readonly client: Socket;
  readonly request: RecordedRequest;
  readonly dial: PodDialer;
  readonly pod: string;
}

type Outcome = { readonly served: true } | { readonly served: false; readonly reason: string };

async function attempt({ client, request, dial, pod }: Attempt): Promise<Outcome> {
  let upstream: Duplex;
  try {
    upstream = await dial(pod);
  } catch (error) {
    return { served: false, reason: message(error) };
  }
  if (client.destroyed) upstream.destroy();
  return exchange(client, request, upstream);
}

/** Joins the two streams until one is gone. */
function exchange(client: Socket, request: RecordedRequest, upstream: Duplex): Promise<Outcome> {
  let answered = false;
  upstream.once('data', () => {
    answered = true;
    request.forget();
  });
  return new Promise((settle) => {
    const onClientGone = (): void => void upstream.destroy();
    client.once('close', onClientGone);
    const onUpstreamGone = (): void => {
      const fault = upstream.errored;
      client.off('close', onClientGone);
      client.unpipe(upstream);
      const repeatable = fault instanceof PodRefused ? request.isWhole() : request.isRead();
      if (!answered && repeatable && !client.destroyed) return settle({ served: false, reason: fault?.message ?? 'it closed the connection without an answer' });
      // A reset, unlike an orderly end, lets the client see that the answer is not whole.
      if (fault) client.resetAndDestroy();
      else client.end();
      settle({ served: true });
    };
    if (upstream.closed) return onUpstreamGone();
    upstream.once('end', () => upstream.destroy());
    upstream.once('close', onUpstreamGone);
    upstream.pipe(client, { end: false });
    request.sendTo(upstream);
  });
}

interface RecordedRequest {
  /** Sends what the client said so far, then what it says from now on. */
  sendTo(upstream: Duplex): void;
  /** Is everything that was sent still known? */
  isWhole(): boolean;
  /** Is it one whole request that changes nothing? */
  isRead(): boolean;
  forget(): void;
}

/** Keeps the first bytes of a client, in case the pod that got them turns out not to listen. */
function recordRequest(client: Socket): RecordedRequest {
  let recorded: Buffer[] | undefined = [];
  let size = 0;
  const record = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > REPLAY_LIMIT) recorded = undefined;
    recorded?.push(chunk);
  };
  client.on('error', () => undefined);
  client.on('data', record);
  client.pause();
  return {
    sendTo: (upstream) => {
      if (recorded && size > 0) upstream.write(Buffer.concat(recorded));
      if (client.readableEnded) upstream.end();
      else client.pipe(upstream);
    },
    isWhole: () => recorded !== undefined,
    isRead: () => READ.test(Buffer.concat(recorded ?? []).toString('latin1')),
    forget: () => {
      client.off('data', record);
      recorded = undefined;
    },
  };
}

// The entry workload speaks HTTP, so a person sees a sentence rather than a broken connection.
function refuse(client: Socket, reason: string): void {
  if (client.destroyed) return;
  const text = `The app cannot be reached: ${reason}\n`;
  client.end(
    `HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nRetry-After: 2\r\nConnection: close\r\n\r\n${text}`,
  );
  client.resume();
}

const TOLD = 200;

/** Web sockets fail with events that are no errors, and API calls with whole answers as their message. */
function message(error: unknown): string {
  const text = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  const [first = ''] = text.split('\n');
  return first.length > TOLD ? `${first.slice(0, TOLD)}...` : first;
}
