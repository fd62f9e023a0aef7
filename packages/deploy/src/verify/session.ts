import { createCookieJar } from './cookie-jar';
import { CheckFailure } from './check-outcome';

/** One HTTP request and what came of it, as evidence. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Status, or why there is none. */
  readonly outcome: string;
  readonly ms: number;
  /** Beginning of the answer's body, when it was no success. */
  readonly body?: string;
}

export interface SessionRequest {
  /** Default: GET. */
  readonly method?: string;
  /** Sent as `application/json`. */
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the whole answer has arrived. Default: 10 000. */
  readonly timeoutMs?: number;
}

/** One visitor of the app: an HTTP client with cookies of its own, seen by the app as a browser on the same origin. */
export interface Session {
  /** The answer, whatever its status. */
  request(path: string, request?: SessionRequest): Promise<Response>;
  /** The answer's JSON, or undefined when it is empty. @throws CheckFailure when its status is no success. */
  json<T = unknown>(path: string, request?: SessionRequest): Promise<T>;
}

export interface SessionOptions {
  readonly baseUrl: string;
  readonly signal: () => AbortSignal;
  readonly record: (exchange: Exchange) => void;
}

const DEADLINE_MS = 10_000;
const SHOWN = 300;

export function createSession(options: SessionOptions): Session {
  const jar = createCookieJar();
  const request = async (path: string, init: SessionRequest = {}): Promise<Response> => {
    const method = init.method ?? 'GET';
    const startedAt = performance.now();
    const note = (outcome: string, body?: string): void =>
      options.record({ method, path, outcome, ms: Math.round(performance.now() - startedAt), ...(body ? { body } : {}) });
    try {
      const response = await fetch(new URL(path, options.baseUrl), fetchOptions(init, jar.header(), options));
      jar.take(response.headers.getSetCookie());
      note(String(response.status), response.ok ? undefined : (await response.clone().text()).slice(0, SHOWN));
      return response;
    } catch (error) {
      note(reasonOf(error));
      throw new CheckFailure(`${method} ${path}: ${reasonOf(error)}`);
    }
  };
  return {
    request,
    json: async <T>(path: string, init: SessionRequest = {}): Promise<T> => {
      const response = await request(path, init);
      const text = await response.text();
      if (!response.ok) throw new CheckFailure(`${init.method ?? 'GET'} ${path} answered ${response.status}`, [text.slice(0, SHOWN)]);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}

function fetchOptions(init: SessionRequest, cookie: string, { baseUrl, signal }: SessionOptions): RequestInit {
  return {
    method: init.method ?? 'GET',
    redirect: 'manual',
    signal: AbortSignal.any([signal(), AbortSignal.timeout(init.timeoutMs ?? DEADLINE_MS)]),
    headers: {
      origin: new URL(baseUrl).origin,
      'sec-fetch-site': 'same-origin',
      ...(cookie ? { cookie } : {}),
      ...(init.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(init.json === undefined ? {} : { body: JSON.stringify(init.json) }),
  };
}

interface ErrorLike {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly cause?: ErrorLike;
}

/** `fetch failed` hides the reason in its cause, whose message may be empty too. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as ErrorLike;
  if (name === 'TimeoutError') return 'no whole answer in time';
  return cause?.message || cause?.code || message || String(error);
}
