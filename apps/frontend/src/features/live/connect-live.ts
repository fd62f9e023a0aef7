import { LIVE_QUIET_MS, type LiveEvent } from '@todo-chatbot/contracts';

/** `connecting` at first and after every loss, `live` while news arrive. */
export type LiveStatus = 'connecting' | 'live' | 'lost';

interface LiveOptions {
  readonly url: string;
  readonly onEvent: (event: LiveEvent) => void;
  readonly onStatus: (status: LiveStatus) => void;
  /** News may have been missed (at the first connection: before it): read everything anew. */
  readonly onGap: () => void;
  /** The browser's, or one of a test. */
  readonly open?: (url: string) => EventSource;
}

const NAMES = ['message', 'todos', 'chat', 'reset', 'ready', 'ping'] as const;
/** The server would have said something twice over. */
const SILENCE_MS = 2.5 * LIVE_QUIET_MS;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Follows the live events until the returned function is called. Short losses are the browser's: it comes back
 * with the number of the last event and misses nothing. Where it gives up (an error page of a proxy), or a connection
 * that seems open says nothing for too long, a new one is made, later each time, and everything is read anew.
 */
export function connectLive(options: LiveOptions): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let seamless = false;

  const listen = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      options.onStatus('lost');
      again();
    }, SILENCE_MS);
  };

  const start = (): void => {
    options.onStatus('connecting');
    source = (options.open ?? ((url) => new EventSource(url)))(options.url);
    source.onopen = () => {
      failures = 0;
      if (!seamless) options.onGap();
      options.onStatus('live');
      seamless = true;
      listen();
    };
    source.onerror = () => {
      options.onStatus('lost');
      if (source?.readyState === EventSource.CLOSED) again();
    };
    for (const name of NAMES) {
      source.addEventListener(name, (message) => {
        listen();
        receive(message as MessageEvent<string>, options.onEvent);
      });
    }
  };
  const again = (): void => {
    clearTimeout(silence);
    source?.close();
    seamless = false;
    failures += 1;
    timer = setTimeout(start, waitAfter(failures, Math.random()));
  };
  start();
  return () => {
    clearTimeout(timer);
    clearTimeout(silence);
    source?.close();
  };
}

/** Milliseconds before the next try; spread, so that a server that comes back is not asked by all at once. */
export function waitAfter(failures: number, random: number): number {
  const most = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return most / 2 + (most / 2) * random;
}

function receive(message: MessageEvent<string>, onEvent: (event: LiveEvent) => void): void {
  const event = JSON.parse(message.data) as Partial<LiveEvent>;
  if (event.type === 'todos' || event.type === 'chat' || event.type === 'reset') onEvent(event as LiveEvent);
}
