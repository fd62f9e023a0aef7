/** One server-sent event. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

export interface TestEventSource {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; waits for it. @throws Error when the stream ends instead. */
  next(): Promise<ReceivedEvent>;
  /** All events until the stream ends. */
  rest(): Promise<ReceivedEvent[]>;
  close(): void;
}

/** Reads a stream of events over real HTTP, as a browser would. */
export async function openEvents(url: string, init: RequestInit = {}): Promise<TestEventSource> {
  const leave = new AbortController();
  const response = await fetch(url, {
    ...init,
    signal: leave.signal,
    headers: { accept: 'text/event-stream', ...(init.headers as Record<string, string> | undefined) },
  });
  if (response.body === null) throw new Error('an answer without a body');
  const events = read(response.body);
  return {
    status: response.status,
    headers: response.headers,
    next: async () => {
      const { value, done } = await events.next();
      if (done) throw new Error('the stream ended');
      return value;
    },
    rest: async () => {
      const all: ReceivedEvent[] = [];
      for await (const event of events) all.push(event);
      return all;
    },
    close: () => leave.abort(),
  };
}

async function* read(body: ReadableStream<Uint8Array>): AsyncGenerator<ReceivedEvent, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parse(block);
      if (event) yield event;
    }
  }
  return undefined;
}

function parse(block: string): ReceivedEvent | undefined {
  const field = (name: string): string | undefined =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const data = field('data');
  return data === undefined
    ? undefined
    : { id: field('id'), event: field('event') ?? 'message', data: JSON.parse(data) as unknown };
}
